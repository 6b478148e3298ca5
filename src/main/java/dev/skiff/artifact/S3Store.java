package dev.skiff.artifact;

import dev.skiff.model.S3Artifact;
import dev.skiff.port.ArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Objects of one bucket, at a key and below it. */
final class S3Store implements Store {
    private final S3Client client;
    private final S3Artifact s3;
    private final S3Encryption encryption;
    private final String bucket;
    private final String key;
    private final long part;

    /** @param part size of a part, in bytes; at least S3's 5 MiB */
    S3Store(S3Client client, S3Artifact s3, S3Encryption encryption, long part) {
        this.client = client;
        this.s3 = s3;
        this.encryption = encryption;
        this.bucket = s3.bucket() == null ? "" : s3.bucket();
        this.key = s3.key() == null ? "" : s3.key().replaceAll("^/+", "");
        this.part = part;
    }

    @Override
    public String shown() {
        String endpoint = s3.endpoint() == null || s3.endpoint().isEmpty() ? "" : " at " + s3.endpoint();
        return "s3://" + bucket + "/" + key + endpoint;
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private <T> T call(String act, Call<T> call) throws ArtifactException, IOException {
        try {
            return call.run();
        } catch (S3Refusal e) {
            throw refused(act, e);
        } catch (TooLargeException e) {
            throw e;
        } catch (IOException e) {
            throw new ArtifactException("cannot " + act + " " + shown() + ": " + Troubles.words(e));
        }
    }

    private ArtifactException refused(String act, S3Refusal e) {
        return switch (e.code()) {
            case "NoSuchKey" -> ArtifactException.notFound("there is nothing at " + shown());
            case "NoSuchBucket" ->
                new ArtifactException("cannot " + act + " " + shown() + ": there is no bucket '" + bucket
                        + "' (createBucketIfNotPresent makes one for output artifacts)");
            default -> new ArtifactException("cannot " + act + " " + shown() + ": " + e.getMessage());
        };
    }

    /** The object; when there is none, the objects below the key as a directory. */
    @Override
    public Content fetch(Path fresh, Limits.Meter meter) throws ArtifactException, IOException {
        try {
            if (!key.isEmpty() && !key.endsWith("/")) {
                download(key, fresh, meter);
                return new Content(fresh, true, false);
            }
        } catch (ArtifactException e) {
            if (!e.isNotFound()) {
                throw e;
            }
            Files.delete(fresh);
        }
        List<String> below = list();
        if (below.isEmpty()) {
            throw ArtifactException.notFound("there is nothing at " + shown());
        }
        Files.createDirectory(fresh);
        for (String relative : below) {
            meter.entry();
            Path target = fresh.resolve(relative).normalize();
            if (!target.startsWith(fresh) || relative.endsWith("/")) {
                if (relative.endsWith("/") && target.startsWith(fresh)) {
                    Files.createDirectories(target);
                    continue;
                }
                throw new ArtifactException("the key '" + prefix() + relative + "' leads out of its directory");
            }
            Files.createDirectories(target.getParent());
            download(prefix() + relative, target, meter);
        }
        return new Content(fresh, true, false);
    }

    private void download(String from, Path to, Limits.Meter meter) throws ArtifactException, IOException {
        call("read", () -> {
            client.get(bucket, from, to, encryption, meter::bytes);
            return true;
        });
    }

    @Override
    public void put(Path content) throws ArtifactException, IOException {
        makeBucket();
        if (!Files.isDirectory(content)) {
            upload(content, key);
            return;
        }
        List<Path> files;
        try (Stream<Path> tree = Files.walk(content)) {
            files = tree.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            upload(file, prefix() + content.relativize(file));
        }
    }

    private void makeBucket() throws ArtifactException, IOException {
        var options = s3.createBucketIfNotPresent();
        if (options == null) {
            return;
        }
        call("make the bucket of", () -> {
            if (!client.hasBucket(bucket)) {
                client.makeBucket(bucket, Boolean.TRUE.equals(options.objectLocking()));
            }
            return true;
        });
    }

    private void upload(Path file, String to) throws ArtifactException, IOException {
        call("write", () -> {
            client.put(bucket, to, file, encryption, part);
            return true;
        });
    }

    private String prefix() {
        String clean = key.replaceAll("/+$", "");
        return clean.isEmpty() ? "" : clean + "/";
    }

    @Override
    public List<String> list() throws ArtifactException, IOException {
        List<String> keys = new ArrayList<>();
        for (String found : below()) {
            if (found.length() > prefix().length()) {
                keys.add(found.substring(prefix().length()));
            }
        }
        return keys;
    }

    private List<String> below() throws ArtifactException, IOException {
        List<String> keys = new ArrayList<>();
        return call("list", () -> {
            client.list(bucket, prefix(), keys::add);
            return keys;
        });
    }

    @Override
    public void delete() throws ArtifactException, IOException {
        List<String> all = new ArrayList<>(below());
        if (!key.endsWith("/")) {
            all.add(key);
        }
        for (String one : all) {
            call("delete", () -> {
                client.delete(bucket, one);
                return true;
            });
        }
    }
}
