package proofs.backend;

/** A Markov chain: after a letter of {@code a} to {@code f} comes one of the next three, or {@code ?} beyond {@code f}. */
final class Table {

    static final int CHOICES = 3;

    private Table() {}

    /** The successor of a character for a choice in {@code [0, 3)}; any other character begins again. */
    static char after(char last, int choice) {
        boolean letter = last >= 'a' && last <= 'f';
        int next = (letter ? last + 1 : 'a') + choice;
        return next <= 'f' ? (char) next : '?';
    }

    static boolean allows(char last, char next) {
        for (int choice = 0; choice < CHOICES; choice++) {
            if (after(last, choice) == next) {
                return true;
            }
        }
        return false;
    }

    /** Natural logarithm of the probability that {@code next} follows. */
    static float logprob(char last, char next) {
        int ways = 0;
        for (int choice = 0; choice < CHOICES; choice++) {
            ways += after(last, choice) == next ? 1 : 0;
        }
        return (float) Math.log((double) ways / CHOICES);
    }
}
