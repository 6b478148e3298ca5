package dev.skiff.docker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.docker.Provision.Files;
import dev.skiff.docker.Provision.Host;
import dev.skiff.docker.Provision.Named;
import dev.skiff.docker.Provision.Refused;
import dev.skiff.pod.ArgoPod;
import dev.skiff.pod.PodArtifacts;
import dev.skiff.pod.ProvidedFile;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The mounts of one container, and the files and permissions that have to be put there before it starts. */
final class ContainerMounts {

    private static final int OPEN = 0777;
    private static final int READABLE = 0440;
    private static final int MODE_OF_FILES_DIRECTORY = 0755;

    private final PodScope scope;
    private final PodVolumes volumes;
    private final Set<String> ready;
    private final ObjectNode hostConfig;
    private final Map<String, List<Tar.Entry>> deliveries = new LinkedHashMap<>();

    /**
     * @param ready volumes that an earlier container of the task has made ready; added to
     * @param hostConfig gets {@code Mounts} and {@code Binds}
     */
    ContainerMounts(PodScope scope, PodVolumes volumes, Set<String> ready, ObjectNode hostConfig) {
        this.scope = scope;
        this.volumes = volumes;
        this.ready = ready;
        this.hostConfig = hostConfig;
    }

    /** Absolute directory in the container → entries relative to it, in the order of the mounts. */
    Map<String, List<Tar.Entry>> deliveries() {
        return deliveries;
    }

    void add(VolumeMount mount, String where) {
        String path = mount.getMountPath();
        if (path == null || !path.startsWith("/")) {
            scope.problem(
                    where + ": the mountPath \"" + path + "\" of volume " + mount.getName() + " must be absolute");
            return;
        }
        boolean readOnly = Boolean.TRUE.equals(mount.getReadOnly());
        String subPath = mount.getSubPath() == null ? "" : mount.getSubPath();
        if (mount.getSubPathExpr() != null) {
            scope.problem(where + ": subPathExpr of the mount at " + path + " is not supported on Docker");
        }
        switch (volumes.of(mount.getName(), where)) {
            case Named _
            when !subPath.isEmpty() ->
                scope.problem(where + ": subPath of the mount at " + path + " is not supported on Docker for volume "
                        + mount.getName() + "; it is for configMap, secret and hostPath volumes");
            case Named named -> named(named, path, readOnly);
            case Host host -> host(host, path, subPath, readOnly);
            case Files files when subPath.isEmpty() -> files(files, path);
            case Files _
            when hostConfig.path("ReadonlyRootfs").asBoolean() ->
                scope.problem(where + ": subPath of the mount at " + path
                        + " needs a root file system that can be written" + " (readOnlyRootFilesystem) on Docker");
            case Files files -> part(files, path, subPath, where);
            case Refused _ -> {}
        }
    }

    /** A directory that all members of a containerSet see, unless the template mounts something there itself. */
    void shared(String directory) {
        for (var mount : mounts()) {
            if (mount.path("Target").asText().equals(directory)) {
                return;
            }
        }
        named((Named) volumes.own("var-run-argo"), directory, false);
    }

    /** A file in the container's own layer, or in a volume of the task when the layer cannot be written. */
    void script(String source, boolean readOnlyRoot) {
        String directory = ArgoPod.SCRIPT_DIRECTORY;
        byte[] content = source.getBytes(StandardCharsets.UTF_8);
        if (readOnlyRoot) {
            named((Named) volumes.own("script"), directory, false);
        } else {
            put("/", Tar.Entry.directory(directory.substring(1), 0755, 0));
        }
        put(directory, Tar.Entry.file(ArgoPod.SCRIPT_NAME, 0755, content));
    }

    private void named(Named volume, String path, boolean readOnly) {
        ObjectNode mount = mounts().addObject();
        if (volume.memory() && !isReadBack(path)) {
            mount.put("Type", "tmpfs").put("Target", path);
            ObjectNode options = mount.putObject("TmpfsOptions").put("Mode", OPEN);
            if (volume.sizeLimit() > 0) {
                options.put("SizeBytes", volume.sizeLimit());
            }
            return;
        }
        volume(mount, volume.name(), volume.labels(), path).put("ReadOnly", readOnly);
        if (volume.open() && !readOnly && ready.add(volume.name())) {
            put(path, Tar.Entry.directory("./", OPEN, group()));
        }
    }

    private void host(Host host, String path, String subPath, boolean readOnly) {
        String source = subPath.isEmpty() ? host.path() : host.path().replaceAll("/+$", "") + "/" + subPath;
        if (host.create()) {
            ArrayNode binds = hostConfig.withArray("Binds");
            binds.add(source + ":" + path + (readOnly ? ":ro" : ""));
        } else {
            mounts().addObject()
                    .put("Type", "bind")
                    .put("Source", source)
                    .put("Target", path)
                    .put("ReadOnly", readOnly);
        }
    }

    private void files(Files files, String path) {
        volume(mounts().addObject(), files.name(), files.labels(), path);
        if (ready.add(files.name())) {
            put(path, Tar.Entry.directory("./", MODE_OF_FILES_DIRECTORY, group()));
            entries(files.files()).forEach(e -> put(path, e));
        }
    }

    /** One file, or the files of one directory, laid over what the image has. */
    private void part(Files files, String path, String subPath, String where) {
        ProvidedFile file = files.files().get(subPath);
        if (file != null) {
            int slash = path.lastIndexOf('/');
            put(slash == 0 ? "/" : path.substring(0, slash), entry(path.substring(slash + 1), file));
            return;
        }
        Map<String, ProvidedFile> below = new LinkedHashMap<>();
        files.files().forEach((name, f) -> {
            if (name.startsWith(subPath + "/")) {
                below.put(name.substring(subPath.length() + 1), f);
            }
        });
        if (below.isEmpty()) {
            scope.problem(where + ": the volume mounted at " + path + " has nothing at subPath \"" + subPath
                    + "\"; it has " + files.files().keySet());
        }
        entries(below).forEach(e -> put(path, e));
    }

    private List<Tar.Entry> entries(Map<String, ProvidedFile> files) {
        Map<String, Tar.Entry> entries = new LinkedHashMap<>();
        files.forEach((name, file) -> {
            for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
                String directory = name.substring(0, slash);
                entries.putIfAbsent(directory, Tar.Entry.directory(directory, MODE_OF_FILES_DIRECTORY, 0));
            }
            entries.put(name, entry(name, file));
        });
        return List.copyOf(entries.values());
    }

    /** With {@code fsGroup} the files are that group's to read, as a kubelet makes them. */
    private Tar.Entry entry(String name, ProvidedFile file) {
        long group = group();
        int mode = group == 0 ? file.mode() : file.mode() | READABLE;
        return new Tar.Entry(name, mode, 0, group, file.content());
    }

    private static ObjectNode volume(ObjectNode mount, String name, Map<String, String> labels, String path) {
        mount.put("Type", "volume").put("Source", name).put("Target", path);
        // a kubelet's volumes do not start with what the image has at that path
        ObjectNode options = mount.putObject("VolumeOptions").put("NoCopy", true);
        if (!labels.isEmpty()) {
            ObjectNode made = options.putObject("Labels");
            labels.forEach(made::put);
        }
        return mount;
    }

    /** Memory is gone when the container has ended: what is read afterwards, or shared, needs a volume. */
    private boolean isReadBack(String path) {
        String prefix = path.endsWith("/") ? path : path + "/";
        boolean shared = !scope.pod().sidecars().isEmpty()
                || !scope.pod().inits().isEmpty()
                || scope.pod().members().size() > 1;
        boolean hasArtifacts = Stream.concat(
                        PodArtifacts.inputs(scope.template(), _ -> {}).stream(),
                        PodArtifacts.outputs(scope.template(), _ -> {}).stream())
                .anyMatch(a -> (a.path() + "/").startsWith(prefix));
        return shared
                || hasArtifacts
                || scope.task().outputFiles().values().stream().anyMatch(f -> f.startsWith(prefix));
    }

    private long group() {
        var context = scope.pod().securityContext();
        Long group = context == null ? null : context.getFsGroup();
        return group == null ? 0 : group;
    }

    private void put(String directory, Tar.Entry entry) {
        deliveries.computeIfAbsent(directory, _ -> new ArrayList<>()).add(entry);
    }

    private ArrayNode mounts() {
        return hostConfig.withArray("Mounts");
    }
}
