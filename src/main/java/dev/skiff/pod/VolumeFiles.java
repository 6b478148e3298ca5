package dev.skiff.pod;

import dev.skiff.pod.ObjectContents.Kind;
import dev.skiff.pod.ObjectContents.Reference;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of a volume that a kubelet fills: {@code configMap}, {@code secret}, {@code downwardAPI}, {@code projected}. */
public final class VolumeFiles {

    /** The mode of a file for which none is given, as the API server sets it. */
    public static final int USUAL_MODE = 0644;

    private final String where;
    private final int secretMode;
    private final PodSources sources;
    private final Map<String, ProvidedFile> files = new LinkedHashMap<>();

    private VolumeFiles(String where, int secretMode, PodSources sources) {
        this.where = where;
        this.secretMode = secretMode;
        this.sources = sources;
    }

    /**
     * Relative path → file; empty for a volume of another kind.
     *
     * @param secretMode permission bits of a Secret's file for which none are given
     */
    public static Optional<Map<String, ProvidedFile>> of(Volume volume, int secretMode, PodSources sources) {
        VolumeFiles files = new VolumeFiles("volume " + volume.getName(), secretMode, sources);
        return files.read(volume) ? Optional.of(files.files) : Optional.empty();
    }

    private boolean read(Volume volume) {
        if (volume.getConfigMap() != null) {
            var map = volume.getConfigMap();
            var reference = new Reference(Kind.CONFIG_MAP, map.getName(), map.getOptional());
            add(reference, map.getItems(), map.getDefaultMode());
        } else if (volume.getSecret() != null) {
            var secret = volume.getSecret();
            var reference = new Reference(Kind.SECRET, secret.getSecretName(), secret.getOptional());
            add(reference, secret.getItems(), secret.getDefaultMode());
        } else if (volume.getDownwardAPI() != null) {
            downward(volume.getDownwardAPI().getItems(), volume.getDownwardAPI().getDefaultMode());
        } else if (volume.getProjected() != null) {
            projected(volume.getProjected());
        } else {
            return false;
        }
        return true;
    }

    private void add(Reference reference, List<KeyToPath> items, @Nullable Integer defaultMode) {
        Optional<Map<String, byte[]>> found = sources.objects().of(reference, where);
        if (found.isEmpty()) {
            return;
        }
        Map<String, byte[]> contents = found.get();
        int mode = defaultMode != null ? defaultMode : reference.kind() == Kind.SECRET ? secretMode : USUAL_MODE;
        if (items.isEmpty()) {
            contents.forEach((key, content) -> put(key, mode, content));
        }
        for (KeyToPath item : items) {
            sources.objects()
                    .chosen(contents, reference, item.getKey(), where)
                    .ifPresent(content -> put(item.getPath(), item.getMode() == null ? mode : item.getMode(), content));
        }
    }

    private void downward(List<DownwardAPIVolumeFile> items, @Nullable Integer defaultMode) {
        int usual = defaultMode == null ? USUAL_MODE : defaultMode;
        for (DownwardAPIVolumeFile item : items) {
            if (item.getFieldRef() == null) {
                sources.problems().accept(where + ": resourceFieldRef is not supported on " + sources.place());
                continue;
            }
            int mode = item.getMode() == null ? usual : item.getMode();
            sources.field(item.getFieldRef(), where)
                    .ifPresent(value -> put(item.getPath(), mode, value.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void projected(ProjectedVolumeSource source) {
        Integer mode = source.getDefaultMode();
        for (VolumeProjection part : source.getSources()) {
            if (part.getConfigMap() != null) {
                var map = part.getConfigMap();
                add(new Reference(Kind.CONFIG_MAP, map.getName(), map.getOptional()), map.getItems(), mode);
            } else if (part.getSecret() != null) {
                var secret = part.getSecret();
                add(new Reference(Kind.SECRET, secret.getName(), secret.getOptional()), secret.getItems(), mode);
            } else if (part.getDownwardAPI() != null) {
                downward(part.getDownwardAPI().getItems(), mode);
            } else {
                sources.problems()
                        .accept(where
                                + ": of projected sources, only configMap, secret and downwardAPI are supported on "
                                + sources.place());
            }
        }
    }

    private void put(@Nullable String path, int mode, byte[] content) {
        if (path == null || path.isEmpty() || escapes(path)) {
            sources.problems()
                    .accept(where + ": the path \"" + path
                            + "\" of an item must be relative and stay inside the volume");
        } else {
            files.put(path, new ProvidedFile(mode, content));
        }
    }

    private static boolean escapes(String path) {
        List<String> names = List.of(path.split("/", -1));
        return path.startsWith("/") || names.contains("..") || path.equals(".") || path.indexOf('\0') >= 0;
    }
}
