package org.reason4j.core.engine.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FaultsTest {

    @Test
    void anOrdinaryExceptionIsItsOwnDescription() {
        Exception plain = new IllegalStateException("broken", new StackOverflowError());
        assertThat(Faults.presentable(plain)).isSameAs(plain);
        assertThat(Faults.describe(plain)).isEqualTo("java.lang.IllegalStateException: broken");
    }

    @Test
    void anExceptionWhoseToStringThrowsIsNamedByItsClass() {
        assertPrintable(new Exception() {
            @Override
            public String toString() {
                throw new UnsupportedOperationException();
            }
        });
    }

    @Test
    void soIsOneWhoseMessageThrowsAnError() {
        assertPrintable(new Exception() {
            @Override
            public String getMessage() {
                throw new StackOverflowError();
            }
        });
    }

    @Test
    void soIsOneThatDescribesItselfAsNull() {
        assertPrintable(new Exception() {
            @Override
            @SuppressWarnings("NullAway") // foreign code does what it likes
            public String toString() {
                return null;
            }
        });
    }

    @Test
    void soIsOneWithSuchACause() {
        assertPrintable(new IllegalStateException("outer", new Exception() {
            @Override
            public String toString() {
                throw new UnsupportedOperationException();
            }
        }));
    }

    @Test
    void soIsOneWhoseCausesHaveNoEnd() {
        class Endless extends Exception {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Throwable getCause() {
                return new Endless();
            }
        }
        assertPrintable(new Endless());
    }

    private static void assertPrintable(Throwable thrown) {
        Throwable told = Faults.presentable(thrown);
        StringWriter trace = new StringWriter();
        told.printStackTrace(new PrintWriter(trace, true));
        assertThat(Faults.describe(thrown)).startsWith(thrown.getClass().getName());
        assertThat(told.getStackTrace()).isEqualTo(thrown.getStackTrace());
        assertThat(trace.toString()).contains(FaultsTest.class.getName());
    }
}
