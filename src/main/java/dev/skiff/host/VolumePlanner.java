package dev.skiff.host;

import dev.skiff.pod.ArgoPod;
import dev.skiff.pod.PodSources;
import dev.skiff.pod.VolumeFiles;
import dev.skiff.port.RunContext;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds out what lies behind the name of a volume. */
final class VolumePlanner {
    /** Other users of this machine are nearer than other users of an image. */
    private static final int SECRET_MODE = 0600;

    private final List<Volume> volumes;
    private final RunContext run;
    private final Layout layout;
    private final Layout.TaskFiles files;
    private final PodSources sources;
    private final boolean allowHostPath;

    /** @param volumes of the pod */
    VolumePlanner(
            List<Volume> volumes,
            RunContext run,
            Layout layout,
            Layout.TaskFiles files,
            PodSources sources,
            boolean allowHostPath) {
        this.volumes = volumes;
        this.run = run;
        this.layout = layout;
        this.files = files;
        this.sources = sources;
        this.allowHostPath = allowHostPath;
    }

    /** The last volume of this name counts: the template's own come after the workflow's. */
    VolumePlan of(String name) {
        return volumes.stream()
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
        if (volume.getHostPath() != null) {
            return hostPath(name, volume.getHostPath());
        }
        if (volume.getPersistentVolumeClaim() != null) {
            return claim(volume.getPersistentVolumeClaim().getClaimName());
        }
        var contents = VolumeFiles.of(volume, SECRET_MODE, sources);
        if (contents.isPresent()) {
            return new VolumePlan.Files(files.volume(name), contents.get());
        }
        throw new PlanProblem(
                "volume '" + name + "' is of a kind that the host executor does not have; it has emptyDir,"
                        + " configMap, secret, downwardAPI, projected, hostPath (with --allow-host-path) and persistentVolumeClaim");
    }

    /** VOL-01: claims made from templates are called {@code <workflow>-<template>}. */
    private VolumePlan claim(String claimName) {
        for (var template : run.workflow().spec().volumeClaimTemplates()) {
            var name = template.getMetadata().getName();
            if (claimName.equals(ArgoPod.claim(run.run(), name))) {
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

    /** The path, when it stays inside of the volume. */
    static String inside(String path, String volume) {
        var normal = Path.of(path).normalize();
        if (normal.isAbsolute() || normal.startsWith("..")) {
            throw new PlanProblem("the path '" + path + "' leads out of volume '" + volume + "'");
        }
        return normal.toString();
    }
}
