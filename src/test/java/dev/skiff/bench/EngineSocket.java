package dev.skiff.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * The barest way to speak to a container engine: one request a connection, no pool, no model. What Skiff's own client is compared with,
 * and therefore nothing of it.
 */
final class EngineSocket {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private final Path socket;

    EngineSocket(Path socket) {
        this.socket = socket;
    }

    /** @throws IOException also for any status of 300 and above, with the engine's message */
    JsonNode json(String method, String path, String body) throws IOException {
        byte[] answer = bytes(method, path, body);
        return answer.length == 0 ? MissingNode.getInstance() : JSON.readTree(answer);
    }

    byte[] bytes(String method, String path, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head =
                "%s %s HTTP/1.1\r\nHost: engine\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(method, path, content.length);
        byte[] answer = exchange(head.getBytes(StandardCharsets.US_ASCII), content);
        int split = indexOf(answer, END_OF_HEAD, 0);
        String answerHead = new String(answer, 0, split, StandardCharsets.US_ASCII);
        byte[] answerBody = Arrays.copyOfRange(answer, split + END_OF_HEAD.length, answer.length);
        if (answerHead.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            answerBody = joinChunks(answerBody);
        }
        int status = Integer.parseInt(answerHead.substring(9, 12));
        if (status >= 300) {
            throw new IOException(
                    method + " " + path + ": " + status + " " + new String(answerBody, StandardCharsets.UTF_8));
        }
        return answerBody;
    }

    private byte[] exchange(byte[] head, byte[] content) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer out = ByteBuffer.allocate(head.length + content.length)
                    .put(head)
                    .put(content)
                    .flip();
            while (out.hasRemaining()) {
                channel.write(out);
            }
            var all = new ByteArrayOutputStream();
            ByteBuffer in = ByteBuffer.allocate(64 * 1024);
            while (channel.read(in) >= 0) {
                all.write(in.array(), 0, in.position());
                in.clear();
            }
            return all.toByteArray();
        }
    }

    private static byte[] joinChunks(byte[] chunked) {
        var joined = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int line = indexOf(chunked, new byte[] {'\r', '\n'}, at);
            int length = Integer.parseInt(new String(chunked, at, line - at, StandardCharsets.US_ASCII).strip(), 16);
            if (length == 0) {
                return joined.toByteArray();
            }
            joined.write(chunked, line + 2, length);
            at = line + 2 + length + 2;
        }
    }

    private static int indexOf(byte[] where, byte[] what, int from) {
        for (int i = from; i <= where.length - what.length; i++) {
            if (Arrays.equals(where, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new IllegalStateException("no end of line in the engine's answer");
    }
}
