package org.reason4j.product.authors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page whose commands and files are to be followed, in order: blocks of {@code sh} are run, a block below a line that is a
 * file's name is that file, and each line of a block of {@code text} occurs in what the commands before it print, where
 * {@code ...} stands for anything. Other blocks are for reading.
 */
record Tutorial(List<Block> blocks) {

    /** A part of the page. */
    sealed interface Block {}

    /** Commands to run. */
    record Commands(String text) implements Block {}

    /** A file to write, below the current directory. */
    record Listing(String file, String text) implements Block {}

    /** What the commands before it print. */
    record Output(List<String> lines) implements Block {}

    private static final Pattern BLOCK =
            Pattern.compile("(?:^`([^`\\n]+)`\\n\\n)?^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    static Tutorial read(Path page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            String text = block.group(3);
            if (block.group(1) != null) {
                blocks.add(new Listing(block.group(1), text));
            } else if (block.group(2).equals("sh")) {
                blocks.add(new Commands(text));
            } else if (block.group(2).equals("text")) {
                blocks.add(new Output(text.lines().toList()));
            }
        }
        return new Tutorial(blocks);
    }

    /** A script of bash that does it all and writes what the commands of block {@code i} print to the file {@code output-i}. */
    String script(Path outputs) {
        StringBuilder script = new StringBuilder("set -euo pipefail\n");
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i) instanceof Commands commands) {
                script.append("{\n").append(commands.text());
                script.append("} > '").append(output(outputs, i)).append("' 2>&1\n");
            } else if (blocks.get(i) instanceof Listing listing) {
                script.append("cat > '").append(listing.file()).append("' <<'END OF FILE'\n");
                script.append(listing.text()).append("END OF FILE\n");
            }
        }
        return script.toString();
    }

    static Path output(Path outputs, int block) {
        return outputs.resolve("output-" + block);
    }

    /** Lines of expected output that the commands before them did not print. */
    List<String> missing(Path outputs) throws IOException {
        List<String> missing = new ArrayList<>();
        String printed = "";
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i) instanceof Commands) {
                printed = Files.readString(output(outputs, i));
            } else if (blocks.get(i) instanceof Output expected) {
                for (String line : expected.lines()) {
                    if (!Pattern.compile(Pattern.quote(line).replace("...", "\\E.*\\Q"))
                            .matcher(printed)
                            .find()) {
                        missing.add(line);
                    }
                }
            }
        }
        return missing;
    }
}
