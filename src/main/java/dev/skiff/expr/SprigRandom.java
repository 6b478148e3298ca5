package dev.skiff.expr;

import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** sprig's random functions, drawn from the run's own source so that a replay gives the same. */
final class SprigRandom {

    private static final String DIGITS = "0123456789";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    static final List<Function> TABLE = List.of(
            Function.of("sprig.randAlphaNum", 1, args -> text(args, LETTERS + DIGITS)),
            Function.of("sprig.randAlpha", 1, args -> text(args, LETTERS)),
            Function.of("sprig.randNumeric", 1, args -> text(args, DIGITS)),
            Function.of("sprig.randAscii", 1, SprigRandom::ascii),
            Function.of("sprig.randInt", 2, SprigRandom::number),
            Function.of("sprig.randBytes", 1, SprigRandom::bytes),
            Function.of("sprig.uuidv4", 0, SprigRandom::uuid),
            Function.of("sprig.shuffle", 1, SprigRandom::shuffle));

    private SprigRandom() {}

    private static RandomSource source(Arguments args) throws ExprException {
        RandomSource random = args.context().random();
        if (random == null) {
            throw args.error("random values are not available here");
        }
        return random;
    }

    private static int count(Arguments args) throws ExprException {
        long count = args.integer(0);
        if (count < 0) {
            throw args.error("expected a number of at least 0, got " + count);
        }
        args.checkLength(count);
        return (int) count;
    }

    private static String text(Arguments args, String alphabet) throws ExprException {
        RandomSource random = source(args);
        int count = count(args);
        StringBuilder out = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            out.append(alphabet.charAt(random.below(alphabet.length())));
        }
        return out.toString();
    }

    /** Printable ASCII. */
    private static String ascii(Arguments args) throws ExprException {
        RandomSource random = source(args);
        int count = count(args);
        StringBuilder out = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            out.append((char) (' ' + random.below(95)));
        }
        return out.toString();
    }

    /** From the first up to, but not, the second. */
    private static long number(Arguments args) throws ExprException {
        RandomSource random = source(args);
        long least = args.integer(0);
        long bound = args.integer(1);
        if (bound <= least) {
            throw args.error("the second number must be larger than the first, got " + least + " and " + bound);
        }
        return least + Long.remainderUnsigned(random.next(), bound - least);
    }

    private static String bytes(Arguments args) throws ExprException {
        RandomSource random = source(args);
        byte[] bytes = new byte[count(args)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.next();
        }
        return args.checked(Base64.getEncoder().encodeToString(bytes));
    }

    private static String uuid(Arguments args) throws ExprException {
        RandomSource random = source(args);
        long most = random.next() & ~0xf000L | 0x4000L;
        long least = random.next() & 0x3fffffffffffffffL | 0x8000000000000000L;
        return new UUID(most, least).toString();
    }

    private static String shuffle(Arguments args) throws ExprException {
        RandomSource random = source(args);
        int[] characters = args.string(0).codePoints().toArray();
        for (int i = characters.length - 1; i > 0; i--) {
            int other = random.below(i + 1);
            int c = characters[i];
            characters[i] = characters[other];
            characters[other] = c;
        }
        return args.checked(new String(characters, 0, characters.length));
    }
}
