package dev.skiff.runtime.submission;

import dev.skiff.model.DidYouMean;
import dev.skiff.model.Names;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for beside the file and its parameters.
 *
 * @param entrypoint null for the file's own
 * @param name null for the file's own
 * @param generateName null for the file's own
 * @param namespace of a workflow whose file names none; empty for {@code default}
 */
public record Submission(
        @Nullable String entrypoint,
        @Nullable String name,
        @Nullable String generateName,
        String namespace,
        Map<String, String> labels) {

    private static final String NAMESPACE = "default";
    /** A DNS-1123 subdomain; PARAM-07 for the length. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private static final int LONGEST_NAME = 63;

    /** A workflow that can be started: with name, uid, namespace and time of creation, and with what was asked for. */
    public Workflow applyTo(Workflow file, Birth birth) {
        ObjectMeta given = file.metadata();
        ObjectMetaBuilder metadata = new ObjectMetaBuilder(given)
                .withName(checked(chosenName(given, birth.random())))
                .withUid(birth.uid().toString())
                .withCreationTimestamp(
                        birth.at().truncatedTo(ChronoUnit.SECONDS).toString())
                .withNamespace(given.getNamespace() == null ? namespaceOrDefault() : given.getNamespace())
                .addToLabels(labels);
        return file.toBuilder()
                .metadata(metadata.build())
                .spec(spec(file.spec()))
                .status(null)
                .build();
    }

    /** A file's own goes before what is asked for: {@code argo submit -n} does the same. */
    private String namespaceOrDefault() {
        return namespace.isEmpty() ? NAMESPACE : namespace;
    }

    private String chosenName(ObjectMeta given, RandomGenerator random) {
        if (name != null) {
            return name;
        }
        if (generateName != null) {
            return Names.generated(generateName, random);
        }
        if (given.getName() != null && !given.getName().isEmpty()) {
            return given.getName();
        }
        if (given.getGenerateName() != null && !given.getGenerateName().isEmpty()) {
            return Names.generated(given.getGenerateName(), random);
        }
        throw new InputException(
                "the workflow has neither metadata.name nor metadata.generateName: give one with --name");
    }

    private static String checked(String name) {
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw new InputException("'" + name + "' cannot be the name of a workflow: at most " + LONGEST_NAME
                    + " characters of a-z, 0-9, '-' and '.', with a letter or digit first and last");
        }
        return name;
    }

    private WorkflowSpec spec(WorkflowSpec file) {
        WorkflowSpec changed = file;
        if (entrypoint != null) {
            changed = changed.toBuilder()
                    .entrypoint(knownEntrypoint(file, entrypoint))
                    .build();
        }
        return changed;
    }

    /** The entrypoint itself. @throws InputException when the workflow has templates, and none of this name */
    public static String knownEntrypoint(WorkflowSpec file, String entrypoint) {
        List<String> templates =
                file.templates().stream().map(t -> String.valueOf(t.name())).toList();
        if (!templates.isEmpty() && !templates.contains(entrypoint)) {
            throw new InputException("there is no template '" + entrypoint + "' to enter at"
                    + DidYouMean.hintAfter("; ", entrypoint, templates));
        }
        return entrypoint;
    }
}
