package dev.skiff.kubernetes;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code flags} of a resource template: what follows kubectl's verb.
 *
 * @param type kind, plural, singular or short name, perhaps with {@code .group}; null when a manifest says it
 * @param names of the objects
 * @param cascade {@code background}, {@code foreground}, {@code orphan}; null for the usual
 */
record KubectlFlags(
        @Nullable String type,
        List<String> names,
        @Nullable String namespace,
        @Nullable String selector,
        boolean ignoreNotFound,
        boolean serverSide,
        boolean forceConflicts,
        @Nullable String fieldManager,
        @Nullable String cascade,
        @Nullable Long gracePeriod,
        boolean await) {

    private static final Set<String> SWITCHES =
            Set.of("--ignore-not-found", "--server-side", "--force-conflicts", "--wait");
    private static final Set<String> VALUED =
            Set.of("--namespace", "-n", "--selector", "-l", "--field-manager", "--cascade", "--grace-period");
    private static final String KNOWN = "--namespace, --selector, --ignore-not-found, --server-side, --force-conflicts,"
            + " --field-manager, --cascade, --grace-period, --wait";

    static KubectlFlags parse(List<String> flags) throws ResourceFailed {
        return new Parser(flags).read();
    }

    private static final class Parser {
        private final Iterator<String> words;
        private final List<String> plain = new ArrayList<>();
        private @Nullable String namespace;
        private @Nullable String selector;
        private @Nullable String fieldManager;
        private @Nullable String cascade;
        private @Nullable Long gracePeriod;
        private boolean ignoreNotFound;
        private boolean serverSide;
        private boolean forceConflicts;
        private boolean await = true;

        Parser(List<String> flags) {
            this.words = flags.iterator();
        }

        KubectlFlags read() throws ResourceFailed {
            while (words.hasNext()) {
                String word = words.next();
                if (word.startsWith("-")) {
                    flag(word);
                } else {
                    plain.add(word);
                }
            }
            String type = plain.isEmpty() ? null : plain.getFirst();
            List<String> names = plain.isEmpty() ? List.of() : new ArrayList<>(plain.subList(1, plain.size()));
            if (type != null && type.contains("/")) {
                String named = type.substring(type.indexOf('/') + 1);
                type = type.substring(0, type.indexOf('/'));
                names = List.of(named);
            }
            return new KubectlFlags(
                    type,
                    names,
                    namespace,
                    selector,
                    ignoreNotFound,
                    serverSide,
                    forceConflicts,
                    fieldManager,
                    cascade,
                    gracePeriod,
                    await);
        }

        private void flag(String word) throws ResourceFailed {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (SWITCHES.contains(name)) {
                set(name, equals < 0 || Boolean.parseBoolean(word.substring(equals + 1)));
            } else if (VALUED.contains(name)) {
                set(name, equals >= 0 ? word.substring(equals + 1) : valueOf(name));
            } else {
                throw new ResourceFailed("flag " + name + " is not supported by skiff; supported are " + KNOWN);
            }
        }

        private String valueOf(String name) throws ResourceFailed {
            if (!words.hasNext()) {
                throw new ResourceFailed("flag needs an argument: " + name);
            }
            return words.next();
        }

        private void set(String name, boolean on) {
            switch (name) {
                case "--ignore-not-found" -> ignoreNotFound = on;
                case "--server-side" -> serverSide = on;
                case "--force-conflicts" -> forceConflicts = on;
                default -> await = on;
            }
        }

        private void set(String name, String value) throws ResourceFailed {
            switch (name) {
                case "--namespace", "-n" -> namespace = value;
                case "--selector", "-l" -> selector = value;
                case "--field-manager" -> fieldManager = value;
                case "--cascade" -> cascade = value;
                default -> gracePeriod = seconds(value);
            }
        }

        private static long seconds(String value) throws ResourceFailed {
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw new ResourceFailed("--grace-period takes a number of seconds, not '" + value + "'");
            }
        }
    }
}
