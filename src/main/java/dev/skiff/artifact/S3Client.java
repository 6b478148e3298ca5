package dev.skiff.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What Skiff asks of a server of S3, over the JDK alone, so that the agent in a user's pod can use it. Requests that fail on their way
 * or by the server's own fault are made again. What the server refuses is an {@link S3Refusal}, other trouble another IOException;
 * neither has a secret in its message.
 */
public final class S3Client {
    /** A file from this size on is sent in parts of it, unless one says otherwise; S3's own limits are 5 GiB for one, and 10,000 parts. */
    public static final long USUAL_PART = 64L << 20;

    private static final int MAX_PARTS = 10_000;
    private static final int ATTEMPTS = 4;
    private static final AwsHttp.Body NOTHING = new S3Content.Bytes(new byte[0]);

    private final S3Endpoint endpoint;
    private final AwsIdentity identity;
    private final Duration pause;
    private final AwsHttp.Way way;
    private final Map<String, String> regions = new ConcurrentHashMap<>();

    /** @param pause before the first request that is made again; each further one waits for twice as long */
    public S3Client(S3Endpoint endpoint, AwsIdentity identity, Duration pause) {
        this(endpoint, identity, pause, AwsHttp.Way.USUAL);
    }

    S3Client(S3Endpoint endpoint, AwsIdentity identity, Duration pause, AwsHttp.Way way) {
        this.endpoint = endpoint;
        this.identity = identity;
        this.pause = pause;
        this.way = way;
    }

    /** Told of bytes as they arrive; what it throws ends the request. */
    @FunctionalInterface
    public interface Meter {
        void bytes(long more) throws IOException;
    }

    /** Refused by what reads the answer: the same request would have the same outcome. */
    private static final class Final extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final IOException why;

        Final(IOException why) {
            super(why);
            this.why = why;
        }
    }

    /**
     * @param key of the object, or empty for the bucket
     * @param headers besides those of every request
     * @param body null for methods without one
     */
    private record Request(
            String method,
            String bucket,
            String key,
            Map<String, String> query,
            Map<String, String> headers,
            AwsHttp.@Nullable Body body) {}

    private interface Reader<T> {
        T read(AwsHttp.Answer answer) throws IOException;
    }

    /** Writes the object to the file; a connection that breaks is taken up where it broke. */
    public void get(String bucket, String key, Path to, S3Encryption encryption, Meter meter) throws IOException {
        long[] got = {0};
        String[] version = {""};
        try (OutputStream out = Files.newOutputStream(to)) {
            again(() -> {
                Map<String, String> headers = new TreeMap<>(encryption.always());
                if (got[0] > 0) {
                    headers.put("range", "bytes=" + got[0] + "-");
                    headers.put("if-match", version[0]);
                }
                Request request = new Request("GET", bucket, key, Map.of(), headers, null);
                return once(request, answer -> {
                    version[0] = answer.header("ETag");
                    copy(answer, got, out, meter);
                    return true;
                });
            });
        } catch (Final e) {
            throw e.why;
        }
    }

    private static void copy(AwsHttp.Answer answer, long[] got, OutputStream out, Meter meter) throws IOException {
        boolean isRest = answer.status() == 206;
        long left = answer.length();
        InputStream in = answer.body();
        if (!isRest) {
            in.skipNBytes(got[0]);
            left -= left < 0 ? 0 : got[0];
        }
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            try {
                meter.bytes(n);
                out.write(buffer, 0, n);
            } catch (IOException e) {
                throw new Final(e);
            }
            got[0] += n;
            left -= left < 0 ? 0 : n;
        }
        if (left > 0) {
            throw new IOException("the answer was cut off: " + left + " bytes are missing");
        }
    }

    /** Of the object in bytes; empty when there is none. */
    public OptionalLong size(String bucket, String key, S3Encryption encryption) throws IOException {
        try {
            return OptionalLong.of(send(
                    new Request("HEAD", bucket, key, Map.of(), encryption.always(), null), AwsHttp.Answer::length));
        } catch (S3Refusal e) {
            if (e.status() != 404) {
                throw e;
            }
            return OptionalLong.empty();
        }
    }

    /** Whether there is this bucket. */
    public boolean hasBucket(String bucket) throws IOException {
        try {
            return send(new Request("HEAD", bucket, "", Map.of(), Map.of(), null), _ -> true);
        } catch (S3Refusal e) {
            if (e.status() != 404) {
                throw e;
            }
            return false;
        }
    }

    /** In the endpoint's region. That it is the caller's already is no error. */
    public void makeBucket(String bucket, boolean objectLocking) throws IOException {
        String region = endpoint.region();
        String where = region.equals("us-east-1")
                ? ""
                : "<CreateBucketConfiguration><LocationConstraint>" + escaped(region)
                        + "</LocationConstraint></CreateBucketConfiguration>";
        Map<String, String> headers = objectLocking ? Map.of("x-amz-bucket-object-lock-enabled", "true") : Map.of();
        AwsHttp.Body body = new S3Content.Bytes(where.getBytes(StandardCharsets.UTF_8));
        try {
            send(new Request("PUT", bucket, "", Map.of(), headers, body), _ -> true);
        } catch (S3Refusal e) {
            if (!e.code().equals("BucketAlreadyOwnedByYou")) {
                throw e;
            }
        }
    }

    /**
     * Makes the file the object.
     *
     * @param part size in bytes from which on the file is sent in parts of it; at least S3's 5 MiB
     */
    public void put(String bucket, String key, Path file, S3Encryption encryption, long part) throws IOException {
        long size = Files.size(file);
        if (size >= part) {
            putInParts(bucket, key, file, encryption, Math.max(part, (size + MAX_PARTS - 1) / MAX_PARTS));
            return;
        }
        AwsHttp.Body body = new S3Content.Part(file, 0, size);
        send(new Request("PUT", bucket, key, Map.of(), encryption.ofWriting(), body), _ -> true);
    }

    private void putInParts(String bucket, String key, Path file, S3Encryption encryption, long length)
            throws IOException {
        String upload = send(
                new Request("POST", bucket, key, Map.of("uploads", ""), encryption.ofWriting(), NOTHING),
                answer -> XmlAnswer.read(answer.body())
                        .first("UploadId")
                        .orElseThrow(() -> new IOException("the answer has no UploadId")));
        boolean done = false;
        try {
            StringBuilder parts = new StringBuilder("<CompleteMultipartUpload>");
            long size = Files.size(file);
            int number = 1;
            for (long from = 0; from < size; from += length, number++) {
                AwsHttp.Body body = new S3Content.Part(file, from, Math.min(length, size - from));
                Map<String, String> query = Map.of("partNumber", Integer.toString(number), "uploadId", upload);
                String tag = send(
                        new Request("PUT", bucket, key, query, encryption.always(), body),
                        answer -> answer.header("ETag"));
                parts.append("<Part><PartNumber>").append(number).append("</PartNumber><ETag>");
                parts.append(escaped(tag)).append("</ETag></Part>");
            }
            byte[] list = parts.append("</CompleteMultipartUpload>").toString().getBytes(StandardCharsets.UTF_8);
            Map<String, String> query = Map.of("uploadId", upload);
            send(
                    new Request("POST", bucket, key, query, encryption.always(), new S3Content.Bytes(list)),
                    S3Client::completed);
            done = true;
        } finally {
            if (!done) {
                abort(bucket, key, upload);
            }
        }
    }

    /** This answer has begun, with status 200, before the outcome was known. */
    private static boolean completed(AwsHttp.Answer answer) throws IOException {
        XmlAnswer outcome = XmlAnswer.read(answer.body());
        if (outcome.name().equals("Error")) {
            throw refusal(500, outcome);
        }
        return true;
    }

    private void abort(String bucket, String key, String upload) {
        try {
            send(new Request("DELETE", bucket, key, Map.of("uploadId", upload), Map.of(), null), _ -> true);
        } catch (IOException e) {
            // why the upload failed is what the user has to know
        }
    }

    /** Deletes the object; nothing being there is no error. */
    public void delete(String bucket, String key) throws IOException {
        try {
            send(new Request("DELETE", bucket, key, Map.of(), Map.of(), null), _ -> true);
        } catch (S3Refusal e) {
            if (!e.code().equals("NoSuchKey")) {
                throw e;
            }
        }
    }

    /** Every key that begins with the prefix, in the order of the store, page by page. */
    public void list(String bucket, String prefix, Consumer<String> each) throws IOException {
        String next = "";
        do {
            Map<String, String> query =
                    new TreeMap<>(Map.of("list-type", "2", "encoding-type", "url", "prefix", prefix));
            if (!next.isEmpty()) {
                query.put("continuation-token", next);
            }
            XmlAnswer page = send(
                    new Request("GET", bucket, "", query, Map.of(), null), answer -> XmlAnswer.read(answer.body()));
            boolean encoded = page.first("EncodingType").orElse("").equals("url");
            for (XmlAnswer object : page.all("Contents")) {
                String key = object.first("Key").orElse("");
                each.accept(encoded ? URLDecoder.decode(key, StandardCharsets.UTF_8) : key);
            }
            String before = next;
            next = page.first("IsTruncated").orElse("").equals("true")
                    ? page.first("NextContinuationToken").orElse("")
                    : "";
            if (!next.isEmpty() && next.equals(before)) {
                throw new IOException("the store answers with the same page of its listing again and again");
            }
        } while (!next.isEmpty());
    }

    private <T> T send(Request request, Reader<T> reader) throws IOException {
        return again(() -> once(request, reader));
    }

    private interface Attempt<T> {
        T run() throws IOException;
    }

    private <T> T again(Attempt<T> attempt) throws IOException {
        for (int attempts = 1; ; attempts++) {
            try {
                return attempt.run();
            } catch (S3Refusal e) {
                if (attempts == ATTEMPTS || !e.mayPass()) {
                    throw e;
                }
            } catch (IOException e) {
                if (attempts == ATTEMPTS) {
                    throw e;
                }
            }
            Pauses.sleep(pause.multipliedBy(1L << (attempts - 1))
                    .plusMillis(ThreadLocalRandom.current().nextLong(1 + pause.toMillis() / 4)));
        }
    }

    /** A bucket that lies in another region says so, and is then asked there. */
    private <T> T once(Request request, Reader<T> reader) throws IOException {
        String region = regions.getOrDefault(request.bucket(), endpoint.region());
        try (AwsHttp.Answer answer = sent(request, region)) {
            if (answer.status() < 300) {
                return reader.read(answer);
            }
            String other = answer.header("x-amz-bucket-region");
            if (other.isEmpty() || other.equals(region) || answer.status() == 403 || answer.status() == 404) {
                throw refusal(request, answer);
            }
            regions.put(request.bucket(), other);
        }
        try (AwsHttp.Answer answer = sent(request, regions.get(request.bucket()))) {
            if (answer.status() < 300) {
                return reader.read(answer);
            }
            throw refusal(request, answer);
        }
    }

    private AwsHttp.Answer sent(Request request, String region) throws IOException {
        S3Endpoint.Address address = endpoint.address(request.bucket(), request.key(), region);
        AwsHttp.Body body = request.body();
        Map<String, String> headers = new TreeMap<>(request.headers());
        headers.put("host", address.host());
        // TLS keeps a body from being changed; without it the signature does, at the price of reading the body twice
        String payload = body == null || body.length() == 0
                ? SigV4.sha256(new byte[0])
                : endpoint.isEncrypted() ? SigV4.UNSIGNED : S3Content.sha256(body);
        Map<String, String> signed = SigV4.sign(
                new SigV4.Request(request.method(), address.path(), request.query(), headers, payload),
                identity.credentials(),
                new SigV4.Scope(region, "s3"),
                Instant.now());
        return AwsHttp.send(request.method(), address.url(SigV4.encodedQuery(request.query())), signed, body, way);
    }

    private static S3Refusal refusal(Request request, AwsHttp.Answer answer) {
        int status = answer.status();
        try {
            return refusal(status, XmlAnswer.read(answer.body()));
        } catch (IOException e) {
            // an answer to HEAD has no body, and that to a large body may be lost, but there is one thing that it can
            // lack;
            // a 404 to GET that is no XML is no word of S3's, and means no more than its number
            boolean isWritten =
                    request.method().equals("PUT") || request.method().equals("POST");
            return new S3Refusal(status, status == 404 && isWritten ? "NoSuchBucket" : "", "");
        }
    }

    static S3Refusal refusal(int status, XmlAnswer error) {
        return new S3Refusal(
                status, error.first("Code").orElse(""), error.first("Message").orElse(""));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
