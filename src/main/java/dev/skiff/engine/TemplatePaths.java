package dev.skiff.engine;

import dev.skiff.expr.Scope;
import dev.skiff.model.Parameter;

/** {@code outputs.parameters.X.path} and {@code outputs.artifacts.X.path}: where a template says it writes (SUBST-23). */
final class TemplatePaths {
    private static final String PARAMETERS = "outputs.parameters.";
    private static final String ARTIFACTS = "outputs.artifacts.";
    private static final String PATH = ".path";

    private TemplatePaths() {}

    /** The path as written, or {@link Scope#MISSING}. */
    static Object output(CompiledTemplate template, String name) {
        if (!name.endsWith(PATH)) {
            return Scope.MISSING;
        }
        String path = null;
        if (name.startsWith(PARAMETERS)) {
            Parameter p = template.output(name.substring(PARAMETERS.length(), name.length() - PATH.length()));
            path = p == null || p.valueFrom() == null ? null : p.valueFrom().path();
        } else if (name.startsWith(ARTIFACTS)) {
            String artifact = name.substring(ARTIFACTS.length(), name.length() - PATH.length());
            for (ArtifactText a : template.artifactOutputs) {
                path = a.name().equals(artifact) ? a.source().path() : path;
            }
        }
        return path == null ? Scope.MISSING : path;
    }
}
