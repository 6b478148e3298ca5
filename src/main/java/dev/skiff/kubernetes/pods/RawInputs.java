package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.RawArtifact;
import dev.skiff.model.Template;
import dev.skiff.pod.PodArtifacts;
import dev.skiff.pod.PodArtifacts.Placed;
import java.util.Collection;
import java.util.function.Consumer;

/** Input artifacts that are given in the template itself, in pods without an agent: files that are mounted at their paths. */
final class RawInputs {
    private static final String VOLUME = "input-artifacts";
    private static final int USUAL_MODE = 0644;

    private final Template template;
    private final Consumer<String> problems;

    RawInputs(Template template, Consumer<String> problems) {
        this.template = template;
        this.problems = problems;
    }

    /** @param members names of the containers that see them */
    void add(ObjectNode spec, Collection<String> members, PodMetadata metadata) {
        int number = 0;
        for (Placed input : PodArtifacts.inputs(template, problems)) {
            RawArtifact raw = input.artifact().location().raw();
            if (raw == null) {
                continue;
            }
            String file = Integer.toString(number++);
            metadata.annotate(PodMarks.RAW + file, raw.data());
            Projections.volume(spec, VOLUME, USUAL_MODE)
                    .add(Projections.file(
                            file, PodMarks.RAW + file, input.artifact().mode()));
            for (String member : members) {
                PodPlan.container(spec, member)
                        .withArray("volumeMounts")
                        .addObject()
                        .put("name", VOLUME)
                        .put("mountPath", input.path())
                        .put("subPath", file);
            }
        }
    }
}
