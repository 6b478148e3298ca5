package dev.skiff.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** sprig's functions that encode and decode. */
final class SprigEncoding {

    static final List<Function> TABLE = List.of(
            Function.of("sprig.b64enc", 1, args -> ConversionFunctions.encodeBase64(args.string(0))),
            Function.of("sprig.b64dec", 1, args -> decode(args)),
            Function.of("sprig.toJson", 1, args -> args.checked(ConversionFunctions.json(args, false))),
            Function.of("sprig.toPrettyJson", 1, args -> args.checked(ConversionFunctions.json(args, true))),
            Function.of("sprig.toRawJson", 1, SprigEncoding::rawJson),
            Function.of("sprig.fromJson", 1, SprigEncoding::fromJson),
            Function.of("sprig.mustFromJson", 1, args -> ConversionFunctions.fromJson(args, args.string(0))));

    private SprigEncoding() {}

    /** A text that is no JSON is nil, silently; mustFromJson says so. */
    private static @Nullable Object fromJson(Arguments args) throws ExprException {
        args.spend(args.string(0).length());
        try {
            return Json.parse(args.string(0));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** Unlike expr's own, sprig gives the error as the text. */
    private static String decode(Arguments args) throws ExprException {
        String text = args.string(0);
        try {
            return ConversionFunctions.decodeBase64(args, text);
        } catch (ExprException e) {
            return String.valueOf(e.getMessage()).replace("sprig.b64dec: ", "");
        }
    }

    private static String rawJson(Arguments args) throws ExprException {
        try {
            return args.checked(Json.compact(args.value(0)));
        } catch (IllegalArgumentException e) {
            throw args.error(String.valueOf(e.getMessage()));
        }
    }
}
