package dev.skiff.expr;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** sprig's functions that encode, digest, convert to JSON, and match regular expressions. */
final class SprigEncoding {

    static final List<Function> TABLE = List.of(
            Function.of("sprig.b64enc", 1, args -> ConversionFunctions.encodeBase64(args.string(0))),
            Function.of("sprig.b64dec", 1, args -> decode(args)),
            Function.of("sprig.sha1sum", 1, args -> digest("SHA-1", args.string(0))),
            Function.of("sprig.sha256sum", 1, args -> digest("SHA-256", args.string(0))),
            Function.of("sprig.sha512sum", 1, args -> digest("SHA-512", args.string(0))),
            Function.of("sprig.toJson", 1, args -> args.checked(ConversionFunctions.json(args, false))),
            Function.of("sprig.toPrettyJson", 1, args -> args.checked(ConversionFunctions.json(args, true))),
            Function.of("sprig.toRawJson", 1, SprigEncoding::rawJson),
            Function.of("sprig.fromJson", 1, args -> ConversionFunctions.fromJson(args, args.string(0))),
            Function.of("sprig.regexMatch", 2, args -> matcher(args, 0, 1).find()),
            Function.of("sprig.regexFind", 2, SprigEncoding::find),
            Function.of("sprig.regexFindAll", 3, SprigEncoding::findAll),
            Function.of("sprig.regexReplaceAll", 3, args -> replaceAll(args, true)),
            Function.of("sprig.regexReplaceAllLiteral", 3, args -> replaceAll(args, false)),
            Function.of("sprig.regexSplit", 3, SprigEncoding::split),
            Function.of("sprig.regexQuoteMeta", 1, args -> Pattern.quote(args.string(0))));

    private SprigEncoding() {}

    /** Unlike expr's own, sprig gives the error as the text. */
    private static String decode(Arguments args) throws ExprException {
        String text = args.string(0);
        try {
            return ConversionFunctions.decodeBase64(args, text);
        } catch (ExprException e) {
            return String.valueOf(e.getMessage()).replace("sprig.b64dec: ", "");
        }
    }

    private static String digest(String algorithm, String text) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    private static String rawJson(Arguments args) throws ExprException {
        try {
            return args.checked(Json.compact(args.value(0)));
        } catch (IllegalArgumentException e) {
            throw args.error(String.valueOf(e.getMessage()));
        }
    }

    private static Matcher matcher(Arguments args, int regex, int text) throws ExprException {
        args.spend((long) args.string(regex).length() * args.string(text).length() / 32);
        return TextOperations.pattern(args.string(regex), args.span(regex)).matcher(args.string(text));
    }

    private static String find(Arguments args) throws ExprException {
        Matcher matcher = matcher(args, 0, 1);
        return matcher.find() ? matcher.group() : "";
    }

    private static List<? extends @Nullable Object> findAll(Arguments args) throws ExprException {
        Matcher matcher = matcher(args, 0, 1);
        long limit = args.integer(2);
        List<String> found = new ArrayList<>();
        while ((limit < 0 || found.size() < limit) && matcher.find()) {
            found.add(matcher.group());
        }
        return args.checked(found);
    }

    /** {@code $1} and {@code ${name}} in the replacement stand for groups, unless it is literal. */
    private static String replaceAll(Arguments args, boolean expand) throws ExprException {
        Matcher matcher = matcher(args, 0, 1);
        String text = args.string(1);
        String replacement = args.string(2);
        StringBuilder out = new StringBuilder();
        int copied = 0;
        while (matcher.find()) {
            out.append(text, copied, matcher.start());
            out.append(expand ? GoRegexTemplate.expand(replacement, matcher) : replacement);
            args.checkLength(out.length());
            copied = matcher.end();
        }
        return args.checked(out.append(text, copied, text.length()).toString());
    }

    private static List<? extends @Nullable Object> split(Arguments args) throws ExprException {
        Matcher matcher = matcher(args, 0, 1);
        String text = args.string(1);
        long limit = args.integer(2);
        List<String> parts = new ArrayList<>();
        if (limit == 0) {
            return parts;
        }
        int start = 0;
        int end = 0;
        while ((limit < 0 || parts.size() < limit - 1) && matcher.find()) {
            end = matcher.start();
            if (matcher.end() > 0) {
                parts.add(text.substring(start, end));
            }
            start = matcher.end();
        }
        if (end != text.length() || text.isEmpty()) {
            parts.add(text.substring(start));
        }
        return args.checked(parts);
    }
}
