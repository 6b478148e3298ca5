package dev.skiff.artifact;

import dev.skiff.model.S3Artifact;
import dev.skiff.port.ArtifactException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Objects of one bucket, at a key and below it. */
final class S3Store implements Store {

    /** A file from this size on is sent in parts of it; S3's own limits are 5 GiB for one, and 10,000 parts. */
    static final long USUAL_PART = 64L << 20;

    private static final int MAX_PARTS = 10_000;

    private final S3Client client;
    private final S3Artifact s3;
    private final String bucket;
    private final String key;
    private final long part;

    /** @param part size of a part, in bytes; at least S3's 5 MiB */
    S3Store(S3Client client, S3Artifact s3, long part) {
        this.client = client;
        this.s3 = s3;
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
        } catch (NoSuchKeyException e) {
            throw ArtifactException.notFound("there is nothing at " + shown());
        } catch (S3Exception e) {
            throw refused(act, e);
        } catch (SdkException e) {
            throw new ArtifactException("cannot " + act + " " + shown() + ": " + words(e));
        }
    }

    private ArtifactException refused(String act, S3Exception e) {
        var details = e.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String message = details == null || details.errorMessage() == null ? "" : details.errorMessage();
        if (code.equals("NoSuchKey")) {
            return ArtifactException.notFound("there is nothing at " + shown());
        }
        if (code.equals("NoSuchBucket")) {
            return new ArtifactException("cannot " + act + " " + shown() + ": there is no bucket '" + bucket
                    + "' (createBucketIfNotPresent makes one for output artifacts)");
        }
        return new ArtifactException("cannot %s %s: the store answered with status %d%s%s"
                .formatted(
                        act,
                        shown(),
                        e.statusCode(),
                        code.isEmpty() ? "" : ", " + code,
                        message.isEmpty() ? "" : ": " + message));
    }

    private static String words(SdkException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        Throwable cause = e.getCause();
        return cause == null || cause.getMessage() == null || message.contains(cause.getMessage())
                ? message
                : message + ": " + cause.getMessage();
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
            try (InputStream in = client.getObject(r -> r.bucket(bucket).key(from));
                    OutputStream out = Files.newOutputStream(to)) {
                byte[] buffer = new byte[1 << 16];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    meter.bytes(n);
                    out.write(buffer, 0, n);
                }
            }
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
            try {
                client.headBucket(r -> r.bucket(bucket));
            } catch (S3Exception e) {
                if (e.statusCode() != 404) {
                    throw e;
                }
                client.createBucket(r -> r.bucket(bucket)
                        .objectLockEnabledForBucket(Boolean.TRUE.equals(options.objectLocking()) ? true : null));
            }
            return true;
        });
    }

    private record Encryption(ServerSideEncryption algorithm, String kmsKey) {}

    /** Null for the bucket's own. */
    private @org.jspecify.annotations.Nullable Encryption encryption() {
        var options = s3.encryptionOptions();
        if (options == null || !Boolean.TRUE.equals(options.enableEncryption())) {
            return null;
        }
        String kms = options.kmsKeyId() == null ? "" : options.kmsKeyId();
        return new Encryption(kms.isEmpty() ? ServerSideEncryption.AES256 : ServerSideEncryption.AWS_KMS, kms);
    }

    private void upload(Path file, String to) throws ArtifactException, IOException {
        long size = Files.size(file);
        Encryption encryption = encryption();
        if (size >= part) {
            uploadInParts(file, to, size, encryption);
            return;
        }
        call(
                "write",
                () -> client.putObject(
                        r -> {
                            r.bucket(bucket).key(to);
                            if (encryption != null) {
                                r.serverSideEncryption(encryption.algorithm())
                                        .ssekmsKeyId(encryption.kmsKey().isEmpty() ? null : encryption.kmsKey());
                            }
                        },
                        RequestBody.fromFile(file)));
    }

    private void uploadInParts(
            Path file, String to, long size, @org.jspecify.annotations.Nullable Encryption encryption)
            throws ArtifactException, IOException {
        long length = Math.max(part, (size + MAX_PARTS - 1) / MAX_PARTS);
        String upload = call(
                        "write",
                        () -> client.createMultipartUpload(r -> {
                            r.bucket(bucket).key(to);
                            if (encryption != null) {
                                r.serverSideEncryption(encryption.algorithm())
                                        .ssekmsKeyId(encryption.kmsKey().isEmpty() ? null : encryption.kmsKey());
                            }
                        }))
                .uploadId();
        boolean done = false;
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long from = 0; from < size; from += length) {
                long start = from;
                long many = Math.min(length, size - from);
                int number = parts.size() + 1;
                String tag = call(
                                "write",
                                () -> client.uploadPart(
                                        r -> r.bucket(bucket)
                                                .key(to)
                                                .uploadId(upload)
                                                .partNumber(number),
                                        body(file, start, many)))
                        .eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
            }
            call(
                    "write",
                    () -> client.completeMultipartUpload(
                            r -> r.bucket(bucket).key(to).uploadId(upload).multipartUpload(m -> m.parts(parts))));
            done = true;
        } finally {
            if (!done) {
                abort(to, upload);
            }
        }
    }

    /** Read anew for each attempt. */
    private static RequestBody body(Path file, long from, long length) {
        return RequestBody.fromContentProvider(() -> slice(file, from, length), length, "application/octet-stream");
    }

    private static InputStream slice(Path file, long from, long length) {
        try {
            InputStream in = Files.newInputStream(file);
            in.skipNBytes(from);
            return new Slice(in, length);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static final class Slice extends java.io.FilterInputStream {
        private long left;

        Slice(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int n = super.read(to, offset, (int) Math.min(length, left));
            left -= Math.max(0, n);
            return n;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    private void abort(String to, String upload) {
        try {
            client.abortMultipartUpload(r -> r.bucket(bucket).key(to).uploadId(upload));
        } catch (SdkException e) {
            // why the upload failed is what the user has to know
        }
    }

    private String prefix() {
        String clean = key.replaceAll("/+$", "");
        return clean.isEmpty() ? "" : clean + "/";
    }

    @Override
    public List<String> list() throws ArtifactException, IOException {
        List<String> keys = new ArrayList<>();
        forEach(object -> keys.add(object.key().substring(prefix().length())));
        keys.removeIf(String::isEmpty);
        return keys;
    }

    private void forEach(Consumer<S3Object> each) throws ArtifactException, IOException {
        call("list", () -> {
            client.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix()))
                    .contents()
                    .forEach(each);
            return true;
        });
    }

    @Override
    public void delete() throws ArtifactException, IOException {
        List<String> below = new ArrayList<>();
        forEach(object -> below.add(object.key()));
        if (!key.endsWith("/")) {
            below.add(key);
        }
        for (String one : below) {
            call("delete", () -> client.deleteObject(r -> r.bucket(bucket).key(one)));
        }
    }
}
