package dev.skiff.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** sprig's second names of functions, and the functions that there will never be. */
final class SprigAliases {

    /** The {@code must} functions fail where their twins are silent; these are the ones whose twins fail anyway. */
    private static final List<String> MUST = List.of(
            "append",
            "chunk",
            "compact",
            "first",
            "has",
            "initial",
            "last",
            "merge",
            "mergeOverwrite",
            "prepend",
            "push",
            "regexFind",
            "regexFindAll",
            "regexReplaceAll",
            "regexReplaceAllLiteral",
            "regexSplit",
            "rest",
            "reverse",
            "slice",
            "toJson",
            "toPrettyJson",
            "toRawJson",
            "uniq",
            "without",
            "deepCopy");

    private static final Map<String, String> OTHERS =
            Map.of("date_in_zone", "dateInZone", "date_modify", "dateModify", "trimall", "trimAll");

    private static final String KEYS = "a workflow is no place to make keys: make them in a step, or mount a secret";
    private static final String SECRET =
            "its random part must not be repeatable, but a run must be: do it in a step, or mount a secret";

    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("env", "Argo has removed it: environment variables are those of the controller"),
            Map.entry("expandenv", "Argo has removed it: environment variables are those of the controller"),
            Map.entry("getHostByName", "expressions have no network: look the name up in a step"),
            Map.entry("bcrypt", SECRET),
            Map.entry("htpasswd", SECRET),
            Map.entry("encryptAES", SECRET),
            Map.entry("derivePassword", "it needs scrypt, which skiff does not have: do it in a step"),
            Map.entry("genPrivateKey", KEYS),
            Map.entry("genCA", KEYS),
            Map.entry("genCAWithKey", KEYS),
            Map.entry("genSelfSignedCert", KEYS),
            Map.entry("genSelfSignedCertWithKey", KEYS),
            Map.entry("genSignedCert", KEYS),
            Map.entry("genSignedCertWithKey", KEYS),
            Map.entry("buildCustomCert", KEYS));

    private SprigAliases() {}

    /** The entries for second names. */
    static List<Function> of(Map<String, Function> functions) {
        List<Function> aliases = new ArrayList<>();
        for (String name : MUST) {
            String must = "sprig.must" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
            aliases.add(alias(must, functions, name));
        }
        OTHERS.forEach((name, meant) -> aliases.add(alias("sprig." + name, functions, meant)));
        return aliases;
    }

    private static Function alias(String name, Map<String, Function> functions, String of) {
        Function function = functions.get("sprig." + of);
        if (function == null) {
            throw new IllegalStateException("there is no function sprig." + of);
        }
        return new Function(name, function.least(), function.most(), function.body());
    }

    /** Why sprig's function is not there on purpose. */
    static Optional<String> refused(String name) {
        return name.startsWith("sprig.")
                ? Optional.ofNullable(REFUSED.get(name.substring("sprig.".length())))
                : Optional.empty();
    }
}
