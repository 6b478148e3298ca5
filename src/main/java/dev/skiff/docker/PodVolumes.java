package dev.skiff.docker;

import dev.skiff.docker.Provision.Files;
import dev.skiff.docker.Provision.Host;
import dev.skiff.docker.Provision.Named;
import dev.skiff.docker.Provision.ProvidedFile;
import dev.skiff.docker.Provision.Refused;
import dev.skiff.model.ModelMapper;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The volumes that the containers of one task may mount: those of the workflow, then of the template, then the run's claims. */
final class PodVolumes {

    private static final int USUAL_MODE = 0644;

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

    /** The named volume of one of the run's {@code volumeClaimTemplates} (VOL-01). */
    static String runClaimVolume(String run, String template) {
        return run + "-" + template;
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
        List<Volume> declared = scope.task().volumes();
        for (int i = declared.size() - 1; i >= 0; i--) { // the template's own come last and win
            if (name.equals(declared.get(i).getName())) {
                return provision(declared.get(i));
            }
        }
        for (var claim : scope.spec().volumeClaimTemplates()) {
            if (name.equals(claim.getMetadata().getName())) {
                return claim(runClaimVolume(scope.task().run(), name));
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
        Map<String, ProvidedFile> files = new LinkedHashMap<>();
        if (volume.getConfigMap() != null) {
            var source = volume.getConfigMap();
            configMap(where, source.getName(), source.getOptional(), source.getItems(), source.getDefaultMode(), files);
        } else if (volume.getSecret() != null) {
            var source = volume.getSecret();
            secret(
                    where,
                    source.getSecretName(),
                    source.getOptional(),
                    source.getItems(),
                    source.getDefaultMode(),
                    files);
        } else if (volume.getDownwardAPI() != null) {
            downward(
                    where,
                    volume.getDownwardAPI().getItems(),
                    volume.getDownwardAPI().getDefaultMode(),
                    files);
        } else if (volume.getProjected() != null) {
            projected(where, volume.getProjected(), files);
        } else {
            scope.problem(where + ": volumes of kind " + kind(volume)
                    + " are not supported on Docker; supported are emptyDir,"
                    + " hostPath, configMap, secret, downwardAPI, projected, persistentVolumeClaim");
            return new Refused();
        }
        return new Files(scratchName(volume.getName()), scratchLabels, files);
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
                .anyMatch(
                        c -> runClaimVolume(scope.task().run(), c.getMetadata().getName())
                                .equals(name));
        return claim(own ? name : claimVolume(name));
    }

    private void configMap(
            String where,
            @Nullable String name,
            @Nullable Boolean optional,
            List<KeyToPath> items,
            @Nullable Integer mode,
            Map<String, ProvidedFile> files) {
        var map = scope.configMap(name);
        if (map != null) {
            select(where, "ConfigMap " + name, PodScope.contents(map), items, mode, optional, files);
        } else if (!Boolean.TRUE.equals(optional)) {
            scope.problem(ContainerEnvironment.missing(where, "ConfigMap", name));
        }
    }

    private void secret(
            String where,
            @Nullable String name,
            @Nullable Boolean optional,
            List<KeyToPath> items,
            @Nullable Integer mode,
            Map<String, ProvidedFile> files) {
        var secret = scope.secret(name);
        if (secret != null) {
            select(where, "Secret " + name, PodScope.contents(secret), items, mode, optional, files);
        } else if (!Boolean.TRUE.equals(optional)) {
            scope.problem(ContainerEnvironment.missing(where, "Secret", name));
        }
    }

    private void select(
            String where,
            String object,
            Map<String, byte[]> contents,
            List<KeyToPath> items,
            @Nullable Integer defaultMode,
            @Nullable Boolean optional,
            Map<String, ProvidedFile> files) {
        int mode = defaultMode == null ? USUAL_MODE : defaultMode;
        if (items.isEmpty()) {
            contents.forEach((key, content) -> files.put(key, new ProvidedFile(mode, content)));
            return;
        }
        for (KeyToPath item : items) {
            byte[] content = contents.get(item.getKey());
            if (content != null) {
                put(where, item.getPath(), item.getMode() == null ? mode : item.getMode(), content, files);
            } else if (!Boolean.TRUE.equals(optional)) {
                scope.problem(
                        where + ": " + object + " has no key \"" + item.getKey() + "\"; it has " + contents.keySet());
            }
        }
    }

    private void downward(
            String where,
            List<DownwardAPIVolumeFile> items,
            @Nullable Integer defaultMode,
            Map<String, ProvidedFile> files) {
        for (DownwardAPIVolumeFile item : items) {
            if (item.getFieldRef() == null) {
                scope.problem(where + ": resourceFieldRef is not supported on Docker");
                continue;
            }
            String value = scope.field(item.getFieldRef().getFieldPath(), where);
            if (value != null) {
                int usual = defaultMode == null ? USUAL_MODE : defaultMode;
                int mode = item.getMode() == null ? usual : item.getMode();
                put(where, item.getPath(), mode, value.getBytes(StandardCharsets.UTF_8), files);
            }
        }
    }

    private void projected(String where, ProjectedVolumeSource source, Map<String, ProvidedFile> files) {
        Integer mode = source.getDefaultMode();
        for (VolumeProjection part : source.getSources()) {
            if (part.getConfigMap() != null) {
                var map = part.getConfigMap();
                configMap(where, map.getName(), map.getOptional(), map.getItems(), mode, files);
            } else if (part.getSecret() != null) {
                var secret = part.getSecret();
                secret(where, secret.getName(), secret.getOptional(), secret.getItems(), mode, files);
            } else if (part.getDownwardAPI() != null) {
                downward(where, part.getDownwardAPI().getItems(), mode, files);
            } else {
                scope.problem(where
                        + ": of projected sources, only configMap, secret and downwardAPI are supported on Docker");
            }
        }
    }

    private void put(String where, String path, int mode, byte[] content, Map<String, ProvidedFile> files) {
        boolean escapes = path.startsWith("/") || List.of(path.split("/")).contains("..");
        if (escapes) {
            scope.problem(where + ": the path \"" + path + "\" of an item must be relative and stay inside the volume");
        } else {
            files.put(path, new ProvidedFile(mode, content));
        }
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
