package dev.skiff.host;

import dev.skiff.engine.Task;
import dev.skiff.port.RunContext;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out what lies behind the name of a volume. */
final class VolumePlanner {
    private static final int CONFIG_MODE = 0644;
    private static final int SECRET_MODE = 0600;

    private final Task task;
    private final RunContext run;
    private final Layout layout;
    private final Layout.TaskFiles files;
    private final References references;
    private final boolean allowHostPath;

    VolumePlanner(Task task, RunContext run, Layout layout, Layout.TaskFiles files, boolean allowHostPath) {
        this.task = task;
        this.run = run;
        this.layout = layout;
        this.files = files;
        this.references = new References(run.resources());
        this.allowHostPath = allowHostPath;
    }

    /** The last volume of this name counts: the template's own come after the workflow's. */
    VolumePlan of(String name) {
        return task.volumes().stream()
                .filter(v -> v.getName().equals(name))
                .reduce((first, second) -> second)
                .map(this::plan)
                .or(() -> claimTemplate(name))
                .orElseThrow(
                        () -> new PlanProblem("volume '" + name + "' is mounted but nowhere declared: add it to the"
                                + " volumes of the template or the workflow, or to volumeClaimTemplates"));
    }

    private Optional<VolumePlan> claimTemplate(String name) {
        return run.workflow().spec().volumeClaimTemplates().stream()
                .filter(c -> c.getMetadata().getName().equals(name))
                .findFirst()
                .map(c -> new VolumePlan.Directory(layout.volume(run.run(), name)));
    }

    private VolumePlan plan(Volume volume) {
        var name = volume.getName();
        if (volume.getEmptyDir() != null) {
            return new VolumePlan.Directory(files.volume(name));
        }
        var map = volume.getConfigMap();
        if (map != null) {
            var contents = references.configMap(map.getName());
            return chosen(
                    name,
                    "ConfigMap",
                    map.getName(),
                    contents,
                    map.getOptional(),
                    map.getItems(),
                    map.getDefaultMode());
        }
        var secret = volume.getSecret();
        if (secret != null) {
            var contents = references.secret(secret.getSecretName());
            return chosen(
                    name,
                    "Secret",
                    secret.getSecretName(),
                    contents,
                    secret.getOptional(),
                    secret.getItems(),
                    secret.getDefaultMode());
        }
        if (volume.getHostPath() != null) {
            return hostPath(name, volume.getHostPath());
        }
        if (volume.getPersistentVolumeClaim() != null) {
            return claim(volume.getPersistentVolumeClaim().getClaimName());
        }
        throw new PlanProblem(
                "volume '" + name + "' is of a kind that the host executor does not have; it has emptyDir,"
                        + " configMap, secret, hostPath (with --allow-host-path) and persistentVolumeClaim");
    }

    /** VOL-01: claims made from templates are called {@code <workflow>-<template>}. */
    private VolumePlan claim(String claimName) {
        for (var template : run.workflow().spec().volumeClaimTemplates()) {
            var name = template.getMetadata().getName();
            if (claimName.equals(run.run() + "-" + name)) {
                return new VolumePlan.Directory(layout.volume(run.run(), name));
            }
        }
        return new VolumePlan.Directory(layout.claim(claimName));
    }

    private VolumePlan hostPath(String name, HostPathVolumeSource source) {
        if (!allowHostPath) {
            throw new PlanProblem("volume '" + name + "' is the directory " + source.getPath()
                    + " of this machine: say --allow-host-path if the workflow may have it");
        }
        var place = Path.of(PathMapping.normal(source.getPath(), "the path of volume '" + name + "'"));
        return new VolumePlan.Existing(place, "DirectoryOrCreate".equals(source.getType()));
    }

    private VolumePlan chosen(
            String volume,
            String kind,
            @Nullable String name,
            Optional<Map<String, byte[]>> found,
            @Nullable Boolean optional,
            List<KeyToPath> items,
            @Nullable Integer defaultMode) {
        if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw References.missing(kind, name);
        }
        var contents = found.orElse(Map.of());
        int mode = Objects.requireNonNullElse(defaultMode, kind.equals("Secret") ? SECRET_MODE : CONFIG_MODE);
        List<VolumePlan.Content> chosen = new ArrayList<>();
        if (items.isEmpty()) {
            contents.forEach((key, bytes) -> chosen.add(new VolumePlan.Content(inside(key, volume), bytes, mode)));
        }
        for (var item : items) {
            var bytes = contents.get(item.getKey());
            if (bytes != null) {
                var itemMode = Objects.requireNonNullElse(item.getMode(), mode);
                chosen.add(new VolumePlan.Content(inside(item.getPath(), volume), bytes, itemMode));
            } else if (!Boolean.TRUE.equals(optional)) {
                throw new PlanProblem("the " + kind + " '" + name + "' has no key '" + item.getKey()
                        + "', which volume '" + volume + "' wants");
            }
        }
        return new VolumePlan.Files(files.volume(volume), chosen);
    }

    /** The path, when it stays inside of the volume. */
    static String inside(String path, String volume) {
        var normal = Path.of(path).normalize();
        if (normal.isAbsolute() || normal.startsWith("..")) {
            throw new PlanProblem("the path '" + path + "' leads out of volume '" + volume + "'");
        }
        return normal.toString();
    }
}
