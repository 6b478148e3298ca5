package dev.skiff.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** The examples that AWS publishes, with their signatures. */
class SigV4Test {
    /** Of "Signature Calculations for the Authorization Header", Amazon S3 API Reference. */
    private static final AwsCredentials S3_USER =
            AwsCredentials.lasting("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    /** Of AWS' Signature Version 4 test suite. */
    private static final AwsCredentials SUITE_USER =
            AwsCredentials.lasting("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    private static final String EMPTY = SigV4.sha256(new byte[0]);

    private static String s3(
            String method, String path, Map<String, String> query, Map<String, String> more, String body) {
        var headers = new java.util.TreeMap<>(more);
        headers.put("host", "examplebucket.s3.amazonaws.com");
        var request =
                new SigV4.Request(method, path, query, headers, SigV4.sha256(body.getBytes(StandardCharsets.UTF_8)));
        return authorization(SigV4.sign(
                request, S3_USER, new SigV4.Scope("us-east-1", "s3"), Instant.parse("2013-05-24T00:00:00Z")));
    }

    private static SortedMap<String, String> suite(SigV4.Request request, String service) {
        return SigV4.sign(
                request, SUITE_USER, new SigV4.Scope("us-east-1", service), Instant.parse("2015-08-30T12:36:00Z"));
    }

    private static String suite(String method, String path, Map<String, String> query) {
        return signature(suite(
                new SigV4.Request(method, path, query, Map.of("host", "example.amazonaws.com"), EMPTY), "service"));
    }

    private static String authorization(Map<String, String> headers) {
        return String.valueOf(headers.get("authorization"));
    }

    private static String signature(Map<String, String> headers) {
        return authorization(headers).replaceFirst(".*Signature=", "");
    }

    @Test
    void anObjectIsGot() {
        assertThat(s3("GET", "/test.txt", Map.of(), Map.of("Range", "bytes=0-9"), ""))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                        + " SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                        + " Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    @Test
    void anObjectIsPut() {
        Map<String, String> headers =
                Map.of("Date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class", "REDUCED_REDUNDANCY");

        assertThat(s3("PUT", SigV4.encodedPath("/test$file.text"), Map.of(), headers, "Welcome to Amazon S3."))
                .contains("SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,")
                .endsWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }

    @Test
    void aParameterWithoutAValueIsSigned() {
        assertThat(s3("GET", "/", Map.of("lifecycle", ""), Map.of(), ""))
                .endsWith("Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    }

    @Test
    void objectsAreListed() {
        assertThat(s3("GET", "/", Map.of("prefix", "J", "max-keys", "2"), Map.of(), ""))
                .endsWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }

    @Test
    void theSuitesRequestsAreSigned() {
        assertThat(suite("GET", "/", Map.of()))
                .isEqualTo("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        assertThat(suite("POST", "/", Map.of()))
                .isEqualTo("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
        assertThat(suite("GET", SigV4.encodedPath("/\u1234"), Map.of()))
                .isEqualTo("8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85");
        assertThat(suite("GET", "/", Map.of("Param2", "value2", "Param1", "value1")))
                .isEqualTo("b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
    }

    /** Of "Create a signed AWS API request" in the IAM user guide. */
    @Test
    void theUserGuidesRequestIsSigned() {
        Map<String, String> headers =
                Map.of("host", "iam.amazonaws.com", "content-type", "application/x-www-form-urlencoded; charset=utf-8");
        var request =
                new SigV4.Request("GET", "/", Map.of("Action", "ListUsers", "Version", "2010-05-08"), headers, EMPTY);

        assertThat(signature(suite(request, "iam")))
                .isEqualTo("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    }

    @Test
    void aSessionTokenIsSignedToo() {
        var session = new AwsCredentials("AKIDEXAMPLE", "secret", "token", null);
        var headers = SigV4.sign(
                new SigV4.Request("GET", "/", Map.of(), Map.of("host", "h"), EMPTY),
                session,
                new SigV4.Scope("eu-west-1", "sts"),
                Instant.EPOCH);

        assertThat(headers).containsEntry("x-amz-security-token", "token");
        assertThat(authorization(headers)).contains("SignedHeaders=host;x-amz-date;x-amz-security-token");
        assertThat(session).asString().doesNotContain("secret").doesNotContain("token");
    }
}
