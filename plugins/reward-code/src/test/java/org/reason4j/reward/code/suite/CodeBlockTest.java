package org.reason4j.reward.code.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CodeBlockTest {

    private static final List<Language> PYTHON = List.of(Language.PYTHON);

    @Test
    void theLastBlockCounts() {
        assertThat(CodeBlock.last("```python\na\n```\ntext\n```py\nb\nc\n```\nend", PYTHON))
                .hasValue(new CodeBlock("py", "b\nc\n"));
    }

    @Test
    void aBlockInAnotherLanguageDoesNotCount() {
        assertThat(CodeBlock.last("```\na\n```\n```text\nb\n```", PYTHON)).hasValue(new CodeBlock("", "a\n"));
        assertThat(CodeBlock.last("```java\na\n```", PYTHON)).isEmpty();
    }

    @Test
    void aBlockThatIsCutOffIsNone() {
        assertThat(CodeBlock.last("```python\nprint(1)", PYTHON)).isEmpty();
    }

    @Test
    void aBlockHoldsShorterFences() {
        assertThat(CodeBlock.last("````python\n```\nx\n```\n````", PYTHON))
                .hasValue(new CodeBlock("python", "```\nx\n```\n"));
    }

    @Test
    void tildesAndAttributesAreRead() {
        assertThat(CodeBlock.last("~~~ python {.line}\nx\n~~~~", PYTHON)).hasValue(new CodeBlock("python", "x\n"));
    }

    @Test
    void codeWithinALineIsNoBlock() {
        assertThat(CodeBlock.last("```x``` is code", PYTHON)).isEmpty();
    }
}
