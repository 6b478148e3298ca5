package dev.skiff.expr;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** sprig's functions on regular expressions, whose engine needs time in proportion to the text. */
final class SprigRegex {

    static final List<Function> TABLE = List.of(
            Function.of("sprig.regexMatch", 2, SprigRegex::matches),
            Function.of("sprig.mustRegexMatch", 2, args -> matcher(args, 0, 1).find()),
            Function.of("sprig.regexFind", 2, SprigRegex::find),
            Function.of("sprig.regexFindAll", 3, SprigRegex::findAll),
            Function.of("sprig.regexReplaceAll", 3, args -> replaceAll(args, true)),
            Function.of("sprig.regexReplaceAllLiteral", 3, args -> replaceAll(args, false)),
            Function.of("sprig.regexSplit", 3, SprigRegex::split),
            Function.of("sprig.regexQuoteMeta", 1, args -> args.checked(Pattern.quote(args.string(0)))));

    private SprigRegex() {}

    /** An expression that cannot be read matches nothing, silently; mustRegexMatch says so. */
    private static boolean matches(Arguments args) throws ExprException {
        args.spend(args.string(0).length());
        return TextOperations.isPattern(args.string(0)) && matcher(args, 0, 1).find();
    }

    private static Matcher matcher(Arguments args, int regex, int text) throws ExprException {
        args.spend(TextOperations.cost(args.string(regex), args.string(text)));
        return TextOperations.pattern(args.string(regex), args.span(regex)).matcher(args.string(text));
    }

    /** The next match; one between the halves of a character is none. */
    private static boolean next(Matcher matcher, String text) {
        while (matcher.find()) {
            int at = matcher.start();
            boolean inside = at > 0
                    && at < text.length()
                    && Character.isLowSurrogate(text.charAt(at))
                    && Character.isHighSurrogate(text.charAt(at - 1));
            if (!inside) {
                return true;
            }
        }
        return false;
    }

    private static String find(Arguments args) throws ExprException {
        Matcher matcher = matcher(args, 0, 1);
        return matcher.find() ? matcher.group() : "";
    }

    private static List<? extends @Nullable Object> findAll(Arguments args) throws ExprException {
        Matcher matcher = matcher(args, 0, 1);
        String text = args.string(1);
        long limit = args.integer(2);
        List<String> found = new ArrayList<>();
        while ((limit < 0 || found.size() < limit) && next(matcher, text)) {
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
        while (next(matcher, text)) {
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
        while ((limit < 0 || parts.size() < limit - 1) && next(matcher, text)) {
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
