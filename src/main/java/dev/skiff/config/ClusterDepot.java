package dev.skiff.config;

import dev.skiff.artifact.Limits;
import dev.skiff.artifact.PlacedArtifacts;
import dev.skiff.artifact.SharedPlaces;
import dev.skiff.engine.Task;
import dev.skiff.kubernetes.service.Depot;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactRepository;
import dev.skiff.model.ArtifactRepositoryRef;
import dev.skiff.model.Bundle;
import dev.skiff.model.S3Artifact;
import dev.skiff.model.Template;
import dev.skiff.model.Workflow;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.LocalTree;
import dev.skiff.port.RunContext;
import dev.skiff.port.service.Download;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Artifacts of a cluster for callers. Only S3, with keys that the caller can read, and what is written in the workflow: for whatever else
 * this process would have to go somewhere in its own name.
 */
final class ClusterDepot implements Depot {
    private static final Limits LIMITS = new Limits(2L << 30, 100_000, 1L << 30);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String USUAL_MAP = "artifact-repositories";

    private static final Map<String, String> TYPES = Map.of(
            "txt", "text/plain; charset=utf-8",
            "log", "text/plain; charset=utf-8",
            "json", "application/json",
            "csv", "text/csv; charset=utf-8",
            "png", "image/png",
            "pdf", "application/pdf",
            "zip", "application/zip",
            "gz", "application/gzip",
            "tgz", "application/gzip");

    private final Supplier<Optional<ArtifactRepository>> usual;
    private final boolean inCluster;

    /**
     * @param usual where artifacts lie that name no place
     * @param inCluster whether this process is in the cluster: then nothing on its own machine is a store
     */
    ClusterDepot(Supplier<Optional<ArtifactRepository>> usual, boolean inCluster) {
        this.usual = usual;
        this.inCluster = inCluster;
    }

    @Override
    public Download fetch(Wanted wanted, Readable readable) throws ArtifactException, InterruptedException {
        Artifact placed = placed(wanted, readable);
        if (placed.raw() != null) {
            byte[] text = String.valueOf(placed.raw().data()).getBytes(StandardCharsets.UTF_8);
            return new Download(
                    placed.name() + ".txt", type("txt"), text.length, new java.io.ByteArrayInputStream(text));
        }
        S3Artifact s3 = placed.s3();
        if (s3 == null) {
            throw new ServiceException(
                    Why.NOT_IMPLEMENTED,
                    "artifact '" + placed.name()
                            + "' lies in no S3 store: get it where the node's status says that it is");
        }
        checkEndpoint(s3);
        return download(placed, s3, values(s3, readable));
    }

    private Artifact placed(Wanted wanted, Readable readable) throws ArtifactException, InterruptedException {
        ArtifactRepository known = wanted.repository();
        Workflow workflow = known == null ? wanted.workflow() : withoutReference(wanted.workflow());
        List<ConfigMap> maps = known == null && !isWhole(wanted.artifact()) ? maps(workflow, readable) : List.of();
        Bundle resources = new Bundle(
                List.of(), List.of(), List.of(), List.of(), List.of(), maps, List.of(), List.of(), List.of(), null);
        Template template = Template.builder()
                .name("artifact")
                .archiveLocation(wanted.archiveLocation())
                .build();
        String name = workflow.metadata().getName();
        Task task = new Task(new Task.Id(name, name, name, name), () -> template, List::of, false, null);
        return SharedPlaces.of(known == null ? usual : () -> Optional.of(known))
                .input(new RunContext(workflow, resources), task, wanted.artifact());
    }

    private static Workflow withoutReference(Workflow workflow) {
        return workflow.toBuilder()
                .spec(workflow.spec().toBuilder().artifactRepositoryRef(null).build())
                .build();
    }

    private static boolean isWhole(Artifact artifact) {
        S3Artifact s3 = artifact.s3();
        return artifact.raw() != null || s3 != null && isSaid(s3.endpoint()) && isSaid(s3.bucket());
    }

    private static boolean isSaid(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static List<ConfigMap> maps(Workflow workflow, Readable readable) throws InterruptedException {
        ArtifactRepositoryRef reference = workflow.spec().artifactRepositoryRef();
        String named = reference == null ? null : reference.configMap();
        return readable.configMap(named == null || named.isEmpty() ? USUAL_MAP : named).stream()
                .toList();
    }

    /** What is reached from where this process is, and from where the caller is not, is no store. */
    private void checkEndpoint(S3Artifact s3) {
        String endpoint = String.valueOf(s3.endpoint());
        String host = endpoint.replaceFirst("^https?://", "").replaceFirst("[:/]\\d*/?$", "");
        try {
            for (InetAddress address : InetAddress.getAllByName(host.replaceAll("[\\[\\]]", ""))) {
                boolean own = address.isLoopbackAddress() || address.isAnyLocalAddress();
                if (address.isLinkLocalAddress() || own && inCluster) {
                    throw new ServiceException(
                            Why.FORBIDDEN, "the S3 endpoint " + endpoint + " is an address of this machine alone");
                }
            }
        } catch (UnknownHostException e) {
            throw new ServiceException(Why.UNAVAILABLE, "the S3 endpoint " + endpoint + " has no address here", e);
        }
    }

    /** By Secret and key. */
    private static Map<List<String>, String> values(S3Artifact s3, Readable readable)
            throws InterruptedException, ArtifactException {
        Map<List<String>, String> values = new HashMap<>();
        if (s3.accessKeySecret() == null || s3.secretKeySecret() == null) {
            throw new ServiceException(
                    Why.NOT_IMPLEMENTED,
                    "s3.accessKeySecret and s3.secretKeySecret are not both given: the object would be read with the rights"
                            + " of this server, which callers do not get");
        }
        read(s3.accessKeySecret(), true, readable, values);
        read(s3.secretKeySecret(), true, readable, values);
        read(s3.sessionTokenSecret(), false, readable, values);
        read(s3.caSecret(), false, readable, values);
        if (s3.encryptionOptions() != null) {
            read(s3.encryptionOptions().serverSideCustomerKeySecret(), false, readable, values);
        }
        return values;
    }

    private static void read(
            @Nullable SecretKeySelector reference, boolean needed, Readable readable, Map<List<String>, String> values)
            throws InterruptedException, ArtifactException {
        if (reference == null || !isSaid(reference.getName())) {
            return;
        }
        Optional<String> value = readable.secret(reference.getName(), reference.getKey());
        if (value.isPresent()) {
            values.put(List.of(reference.getName(), reference.getKey()), value.get());
        } else if (needed || !Boolean.TRUE.equals(reference.getOptional())) {
            throw new ArtifactException(
                    "there is no key '" + reference.getKey() + "' of a Secret '" + reference.getName() + "'");
        }
    }

    private static Download download(Artifact placed, S3Artifact s3, Map<List<String>, String> values)
            throws ArtifactException {
        PlacedArtifacts store = new PlacedArtifacts(
                (reference, field) -> Optional.ofNullable(
                        reference == null ? null : values.get(List.of(reference.getName(), reference.getKey()))),
                LIMITS,
                PAUSE);
        String key = String.valueOf(s3.key());
        String base = key.replaceFirst("/+$", "").replaceFirst(".*/", "");
        Path room = null;
        try {
            Path made = Files.createTempDirectory("skiff-artifact");
            room = made;
            PlacedArtifacts.Found found =
                    store.download(placed, () -> made.resolve(UUID.randomUUID().toString()));
            String name = found.packed() ? base + ".tgz" : base;
            InputStream content = new Passing(Files.newInputStream(found.path()), made);
            room = null;
            return new Download(name, type(name), Files.size(found.path()), content);
        } catch (IOException e) {
            throw new ArtifactException("artifact '" + placed.name() + "' cannot be kept here for a moment: " + e);
        } finally {
            if (room != null) {
                discard(room);
            }
        }
    }

    private static String type(String name) {
        String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(suffix, "application/octet-stream");
    }

    private static void discard(Path room) {
        try {
            LocalTree.delete(room);
        } catch (IOException e) {
            System.getLogger("dev.skiff.config")
                    .log(System.Logger.Level.WARNING, "a file that was passed on is left at " + room, e);
        }
    }

    /** Is gone once it has been read. */
    private static final class Passing extends FilterInputStream {
        private final Path room;

        Passing(InputStream content, Path room) {
            super(content);
            this.room = room;
        }

        @Override
        public void close() throws IOException {
            super.close();
            discard(room);
        }
    }
}
