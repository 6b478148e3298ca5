package dev.skiff.spec.rule;

import dev.skiff.model.Artifact;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.Parameter;
import java.util.List;
import java.util.Optional;

/**
 * {@code outputs.…} of a template itself: the paths that it declares, and in metrics, which are computed when it is over, the values
 * (SUBST-23, features.md section 5).
 */
record OutputScope(TemplateSite site, boolean isOver) {

    private static final String PARAMETERS = "outputs.parameters.";
    private static final String ARTIFACTS = "outputs.artifacts.";
    private static final String PATH = ".path";

    Optional<Flaw> flaw(String name) {
        if (name.startsWith(PARAMETERS)) {
            List<String> known =
                    site.outputParameters().stream().map(Parameter::name).toList();
            return member(name, PARAMETERS, "parameter", known);
        } else if (name.startsWith(ARTIFACTS)) {
            List<String> known =
                    site.outputArtifacts().stream().map(Artifact::name).toList();
            return member(name, ARTIFACTS, "artifact", known);
        } else if (name.equals("outputs.result") || name.equals("outputs.exitCode")) {
            return isOver ? Optional.empty() : Optional.of(early(name));
        }
        return Optional.of(new Flaw(
                "there is no variable '%s'".formatted(name),
                "write outputs.parameters.NAME.path or outputs.artifacts.NAME.path"));
    }

    private Optional<Flaw> member(String name, String prefix, String what, List<String> known) {
        String rest = name.substring(prefix.length());
        boolean path = rest.endsWith(PATH) && !known.contains(rest);
        String wanted = path ? rest.substring(0, rest.length() - PATH.length()) : rest;
        if (!known.contains(wanted)) {
            return Optional.of(new Flaw(
                    "the template %s has no output %s '%s'".formatted(site.label(), what, wanted),
                    DidYouMean.hint(wanted, known)));
        }
        return path || isOver ? Optional.empty() : Optional.of(early(name));
    }

    private static Flaw early(String name) {
        return new Flaw(
                "'%s' has no value while the template runs".formatted(name),
                name.startsWith(PARAMETERS)
                        ? "the path that it is written to is %s.path".formatted(name)
                        : "only metrics know it");
    }
}
