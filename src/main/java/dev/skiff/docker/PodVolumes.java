package dev.skiff.docker;

import dev.skiff.docker.Provision.Files;
import dev.skiff.docker.Provision.Host;
import dev.skiff.docker.Provision.Named;
import dev.skiff.docker.Provision.Refused;
import dev.skiff.model.ModelMapper;
import dev.skiff.pod.ArgoPod;
import dev.skiff.pod.ProvidedFile;
import dev.skiff.pod.VolumeFiles;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The volumes that the containers of one task may mount: those of the workflow, then of the template, then the run's claims. */
final class PodVolumes {

    private final PodScope scope;
    private final Map<String, String> scratchLabels;
    private final Map<String, Provision> made = new LinkedHashMap<>();

    PodVolumes(PodScope scope, Map<String, String> scratchLabels) {
        this.scope = scope;
        this.scratchLabels = scratchLabels;
    }

    /** The named volume of a claim that outlives runs. */
    static String claimVolume(String claim) {
        return "skiff-pvc-" + claim;
    }

    /** Names of the volumes that live no longer than the task. */
    List<String> scratch() {
        return made.values().stream()
                .flatMap(p -> switch (p) {
                    case Named n when !n.labels().isEmpty() -> Stream.of(n.name());
                    case Named _ -> Stream.<String>empty();
                    case Files f -> Stream.of(f.name());
                    case Host _ -> Stream.<String>empty();
                    case Refused _ -> Stream.<String>empty();
                })
                .toList();
    }

    /** Names of new volumes of claims. */
    List<String> openedClaims() {
        return made.values().stream()
                .flatMap(p ->
                        p instanceof Named n && n.open() && n.labels().isEmpty() ? Stream.of(n.name()) : Stream.of())
                .toList();
    }

    /** A volume of the task's own, beside those that are declared. */
    Provision own(String name) {
        return made.computeIfAbsent("\0" + name, _ -> new Named(scratchName(name), scratchLabels, true, false, 0));
    }

    /** What stands behind the volume of that name; a problem when it is not declared or not supported. */
    Provision of(String name, String where) {
        Provision known = made.get(name);
        if (known == null) {
            known = find(name, where);
            made.put(name, known);
        }
        return known;
    }

    private Provision find(String name, String where) {
        List<Volume> declared = scope.pod().volumes();
        for (int i = declared.size() - 1; i >= 0; i--) { // the template's own come last and win
            if (name.equals(declared.get(i).getName())) {
                return provision(declared.get(i));
            }
        }
        for (var claim : scope.spec().volumeClaimTemplates()) {
            if (name.equals(claim.getMetadata().getName())) {
                return claim(ArgoPod.claim(scope.task().run(), name));
            }
        }
        scope.problem(
                where + " names the volume \"" + name + "\", which neither the workflow nor the template declares");
        return new Refused();
    }

    private Provision claim(String volume) {
        return new Named(volume, Map.of(), scope.isNew(volume), false, 0);
    }

    private Provision provision(Volume volume) {
        String where = "volume " + volume.getName();
        if (volume.getEmptyDir() != null) {
            return emptyDir(volume.getName(), volume.getEmptyDir());
        }
        if (volume.getHostPath() != null) {
            return hostPath(where, volume.getHostPath());
        }
        if (volume.getPersistentVolumeClaim() != null) {
            return persistentClaim(volume.getPersistentVolumeClaim().getClaimName());
        }
        Optional<Map<String, ProvidedFile>> files = VolumeFiles.of(volume, VolumeFiles.USUAL_MODE, scope.sources());
        if (files.isPresent()) {
            return new Files(scratchName(volume.getName()), scratchLabels, files.get());
        }
        scope.problem(where + ": volumes of kind " + kind(volume)
                + " are not supported on Docker; supported are emptyDir,"
                + " hostPath, configMap, secret, downwardAPI, projected, persistentVolumeClaim");
        return new Refused();
    }

    private Provision emptyDir(String name, EmptyDirVolumeSource source) {
        long limit = source.getSizeLimit() == null
                ? 0
                : source.getSizeLimit().getNumericalAmount().longValue();
        return new Named(scratchName(name), scratchLabels, true, "Memory".equals(source.getMedium()), limit);
    }

    private Provision hostPath(String where, HostPathVolumeSource source) {
        if (!scope.options().allowHostPath()) {
            scope.problem(where + ": hostPath " + source.getPath()
                    + " gives containers access to this machine's files; allow it with --allow-host-path");
            return new Refused();
        }
        return new Host(source.getPath(), "DirectoryOrCreate".equals(source.getType()));
    }

    /** A claim of the run's own templates may also be named in full. */
    private Provision persistentClaim(String name) {
        boolean own = scope.spec().volumeClaimTemplates().stream()
                .anyMatch(c -> ArgoPod.claim(scope.task().run(), c.getMetadata().getName())
                        .equals(name));
        return claim(own ? name : claimVolume(name));
    }

    private String scratchName(String volume) {
        return Labels.name(scope.task().id(), "v-" + volume);
    }

    /** The name of the one field that is set. */
    private static String kind(Volume volume) {
        var tree = ModelMapper.lenient().valueToTree(volume);
        for (var names = tree.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals("name")) {
                return name;
            }
        }
        return "unknown";
    }
}
