package dev.skiff.kubernetes.pods;

import dev.skiff.kubernetes.client.KubeProblem;

/** What a refused write means. */
final class Refusal {
    private Refusal() {}

    /** Whether the same write may go through later, as Argo sees it: trouble of the server, a conflict, a quota that is used up. */
    static boolean isTransient(KubeProblem problem) {
        String said = String.valueOf(problem.getMessage());
        return problem.isTransient()
                || problem.isConflict()
                || (problem.isForbidden() && said.contains("exceeded quota"))
                || (problem.isForbidden() && said.contains("the namespace is being terminated"));
    }

    /**
     * The server's words, and for a missing right also the line that grants it.
     *
     * @param verb {@code create}
     * @param resource {@code pods}
     */
    static String sentence(KubeProblem problem, String verb, String resource) {
        String said = String.valueOf(problem.getMessage());
        boolean right = problem.isForbidden() && said.contains(" cannot " + verb + " resource ");
        String group = resource.equals("poddisruptionbudgets") ? "policy" : "";
        return right
                ? said + "; a Role with {apiGroups: [\"" + group + "\"], resources: [" + resource + "], verbs: [" + verb
                        + "]} grants it"
                : said;
    }
}
