package dev.skiff.kubernetes.client;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A right that the API server's authorizer did not find.
 *
 * @param user as the server calls it: {@code system:serviceaccount:argo:skiff}
 * @param verb {@code list}
 * @param group of the API; empty for the core
 * @param resource with its subresource, if any: {@code pods/log}
 * @param namespace null when it was asked for in the whole cluster
 */
public record MissingRight(
        String user,
        String verb,
        String group,
        String resource,
        @Nullable String namespace) {

    /** The authorizer's words are the same for every object; refusals of quotas and admission are other ones. */
    private static final Pattern REFUSAL = Pattern.compile("User \"([^\"]+)\" cannot ([a-z*]+) resource \"([^\"]+)\""
            + " in API group \"([^\"]*)\"(?: in the namespace \"([^\"]+)\"| at the cluster scope)");

    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    /** Of a refusal with status 403; empty when it was something else than a missing right. */
    public static Optional<MissingRight> of(KubeProblem problem) {
        return problem.isForbidden() ? in(String.valueOf(problem.getMessage())) : Optional.empty();
    }

    static Optional<MissingRight> in(String message) {
        Matcher refusal = REFUSAL.matcher(message);
        return refusal.find()
                ? Optional.of(new MissingRight(
                        refusal.group(1), refusal.group(2), refusal.group(4), refusal.group(3), refusal.group(5)))
                : Optional.empty();
    }

    /** The line that grants it, below {@code rules:} of a Role, or of a ClusterRole when it is of the cluster. */
    public String rule() {
        return "- {apiGroups: [\"" + group + "\"], resources: [" + resource + "], verbs: [" + verb + "]}";
    }

    /** For people: who may not do what, and what to do. */
    public String sentence() {
        String where = namespace == null ? "in the whole cluster" : "in the namespace " + namespace;
        String role = namespace == null ? "a ClusterRole" : "a Role of the namespace " + namespace;
        return who() + " may not " + verb + " " + qualified() + " " + where + "; add to the rules of " + role
                + " that is bound to it:\n  " + rule();
    }

    private String who() {
        if (!user.startsWith(SERVICE_ACCOUNT)) {
            return "the user " + user;
        }
        return "the service account " + user.substring(SERVICE_ACCOUNT.length()).replace(':', '/');
    }

    private String qualified() {
        return group.isEmpty() ? resource : resource + " of " + group;
    }
}
