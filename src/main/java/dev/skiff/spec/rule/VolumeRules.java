package dev.skiff.spec.rule;

import dev.skiff.model.ContainerNode;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.Template;
import dev.skiff.model.TemplateBody;
import dev.skiff.model.UserContainer;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Problem;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Containers mount volumes that the template or its workflow has. A warning, because a patch of the pod may add the volume; not checked
 * in a WorkflowTemplate, whose callers bring volumes of their own.
 */
final class VolumeRules implements Rule {

    @Override
    public void check(Survey survey, Consumer<Problem> report) {
        for (TemplateSite site : survey.templates()) {
            if (!site.owner().isTemplate()) {
                Set<String> known = new LinkedHashSet<>();
                addVolumes(site.owner(), known);
                survey.catalog().referenced(site.owner().spec()).ifPresent(other -> addVolumes(other, known));
                site.template().volumes().stream().map(Volume::getName).forEach(known::add);
                new Mounts(site, known, report).check();
            }
        }
    }

    private static void addVolumes(SpecSite site, Set<String> known) {
        site.spec().volumes().stream().map(Volume::getName).forEach(known::add);
        site.spec().volumeClaimTemplates().forEach(claim -> {
            if (claim.getMetadata() != null) {
                known.add(claim.getMetadata().getName());
            }
        });
    }

    private record Mounts(TemplateSite site, Set<String> known, Consumer<Problem> report) {

        void check() {
            Template template = site.template();
            users("sidecars", template.sidecars());
            users("initContainers", template.initContainers());
            switch (template.body()) {
                case TemplateBody.Container container ->
                    mounts(site.path().key("container"), container.container().getVolumeMounts());
                case TemplateBody.Script script ->
                    mounts(site.path().key("script"), script.script().volumeMounts());
                case TemplateBody.ContainerSet set -> {
                    DocPath path = site.path().key("containerSet");
                    mounts(path, set.containerSet().volumeMounts());
                    List<ContainerNode> containers = set.containerSet().containers();
                    for (int i = 0; i < containers.size(); i++) {
                        mounts(
                                path.key("containers").index(i),
                                containers.get(i).volumeMounts());
                    }
                }
                case TemplateBody.Steps s -> {}
                case TemplateBody.Dag d -> {}
                case TemplateBody.Suspend s -> {}
                case TemplateBody.Resource r -> {}
                case TemplateBody.Http h -> {}
                case TemplateBody.Plugin p -> {}
                case TemplateBody.Data d -> {}
                case TemplateBody.Unclear u -> {}
            }
        }

        private void users(String field, List<UserContainer> containers) {
            for (int i = 0; i < containers.size(); i++) {
                mounts(site.path().key(field).index(i), containers.get(i).volumeMounts());
            }
        }

        private void mounts(DocPath owner, List<VolumeMount> mounts) {
            for (int i = 0; i < mounts.size(); i++) {
                String name = String.valueOf(mounts.get(i).getName());
                if (!known.contains(name) && !name.contains("{{")) {
                    report.accept(site.located()
                            .warning(
                                    owner.key("volumeMounts").index(i),
                                    "neither the template nor the workflow has a volume '%s'".formatted(name),
                                    DidYouMean.hint(name, known)));
                }
            }
        }
    }
}
