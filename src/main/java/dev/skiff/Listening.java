package dev.skiff;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the framework has to know before it starts: that {@code serve} listens on a port (9090, or {@code SKIFF_LISTEN_PORT}) and how its log looks;
 * that a workflow which a pod runs listens, too. No other command does.
 */
final class Listening {

    private static final String IN_CLUSTER = "KUBERNETES_SERVICE_HOST";

    private Listening() {}

    /** Whether the command runs a workflow from within the cluster, without a controller. */
    private static boolean drivesPods(Map<String, String> environment, String... args) {
        List<String> words = List.of(args);
        boolean runs = words.contains("submit")
                || words.contains("run") && (words.contains("--on=kubernetes") || words.contains("kubernetes"));
        return runs
                && !words.contains("serve")
                && !environment.getOrDefault(IN_CLUSTER, "").isEmpty();
    }

    private static boolean controls(Map<String, String> environment, List<String> words) {
        return words.contains("kubernetes")
                || words.contains("--on=kubernetes")
                || words.stream().noneMatch(word -> word.equals("--on") || word.startsWith("--on="))
                        && !environment.getOrDefault(IN_CLUSTER, "").isEmpty();
    }

    /** The settings for a command, as names and values of system properties; none for most commands. */
    static Map<String, String> settings(Map<String, String> environment, String... args) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (drivesPods(environment, args)) {
            // agents post here what is too large for the termination message of their pods
            settings.put("quarkus.http.host-enabled", "true");
            settings.put("quarkus.http.host", "0.0.0.0");
            return settings;
        }
        if (args.length == 0 || !args[0].equals("serve")) {
            return settings;
        }
        // health, metrics and agents' reports; the server of a laptop has its API alone
        if (controls(environment, List.of(args))) {
            settings.put("quarkus.http.host-enabled", "true");
        }
        settings.put("quarkus.log.category.\"dev.skiff\".level", "INFO");
        if (environment.getOrDefault(IN_CLUSTER, "").isEmpty()) {
            // nobody but this machine has to do with a controller that somebody tries out
            settings.put("quarkus.http.host", "127.0.0.1");
        } else {
            settings.put("quarkus.log.console.json.enabled", "true");
        }
        return settings;
    }
}
