package dev.skiff.docker;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One HTTP/1.1 connection: a request, the head of its answer, its body, and the next. For one thread at a time, but for {@link #close}. */
final class EngineConnection implements Closeable {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int MAX_HEAD = 64 * 1024;
    private static final int CHUNK = 64 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(32 * 1024).flip();
    private boolean used;
    private boolean answered;

    private EngineConnection(SocketChannel channel) {
        this.channel = channel;
    }

    static EngineConnection open(SocketAddress address) throws IOException {
        SocketChannel channel = address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
        try {
            if (address instanceof UnixDomainSocketAddress) {
                channel.connect(address);
            } else {
                channel.socket().connect(address, CONNECT_MILLIS);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
            return new EngineConnection(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether an earlier request has been answered here: the engine may have closed such a connection meanwhile. */
    boolean used() {
        return used;
    }

    /** Whether any byte of the answer to the current request has come. */
    boolean answered() {
        return answered;
    }

    void send(EngineRequest request, String prefix) throws IOException {
        answered = false;
        StringBuilder head = head(request, prefix);
        if (!request.method().equals("GET")) {
            head.append("Content-Length: ").append(request.body().length).append("\r\n");
        }
        write(ByteBuffer.wrap(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1)));
        write(ByteBuffer.wrap(request.body()));
    }

    private static StringBuilder head(EngineRequest request, String prefix) {
        StringBuilder head = new StringBuilder(256)
                .append(request.method())
                .append(' ')
                .append(prefix)
                .append(request.target())
                .append(" HTTP/1.1\r\nHost: docker\r\nUser-Agent: skiff\r\n");
        request.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head;
    }

    /** Writes a body whose length nobody knows yet. */
    @FunctionalInterface
    interface Upload {
        void writeTo(OutputStream to) throws IOException;
    }

    /** As {@link #send}, with the body in chunks. */
    void send(EngineRequest request, String prefix, Upload upload) throws IOException {
        answered = false;
        write(ByteBuffer.wrap(head(request, prefix)
                .append("Transfer-Encoding: chunked\r\n\r\n")
                .toString()
                .getBytes(StandardCharsets.ISO_8859_1)));
        var chunks = new BufferedOutputStream(new Chunks(), CHUNK);
        upload.writeTo(chunks);
        chunks.flush();
        write(ByteBuffer.wrap("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Each write is a chunk. */
    private final class Chunks extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) { // an empty chunk is the end
                EngineConnection.this.write(
                        ByteBuffer.wrap((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
                EngineConnection.this.write(ByteBuffer.wrap(bytes, offset, length));
                EngineConnection.this.write(ByteBuffer.wrap("\r\n".getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
    }

    /** Status and headers of the answer; headers by lower-case name. */
    record Head(int status, Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    Head readHead() throws IOException {
        String[] status = readLine().split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("\\d{3}")) {
            throw new IOException("the answer is not HTTP: \"" + shortened(String.join(" ", status)) + "\"");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
        used = true;
        return new Head(Integer.parseInt(status[1]), headers);
    }

    /** The body that follows {@code head}; it must be read to its end before the next request. */
    InputStream body(Head head) {
        if (head.header("transfer-encoding").equalsIgnoreCase("chunked")) {
            return new Chunked();
        }
        String length = head.header("content-length");
        if (length.matches("\\d{1,18}")) {
            return new Fixed(Long.parseLong(length));
        }
        boolean none = head.status() == 204 || head.status() == 304;
        return none ? InputStream.nullInputStream() : new UntilClose();
    }

    /** Ends whatever reads or writes here, from any thread. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // closing is all that was wanted, and a connection that cannot be closed is as good as closed
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** False at the end of the stream. */
    private boolean fill() throws IOException {
        if (in.hasRemaining()) {
            return true;
        }
        in.clear();
        int n = channel.read(in);
        in.flip();
        answered |= n > 0;
        return n > 0;
    }

    private void need() throws IOException {
        if (!fill()) {
            throw new EOFException("the connection was closed in the middle of an answer");
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder(64);
        while (line.length() < MAX_HEAD) {
            need();
            char c = (char) (in.get() & 0xff);
            if (c == '\n') {
                int end = line.length();
                return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
            }
            line.append(c);
        }
        throw new IOException("a line of the answer's head is longer than " + MAX_HEAD + " bytes");
    }

    private int take(byte[] to, int offset, int length) {
        int n = Math.min(length, in.remaining());
        in.get(to, offset, n);
        return n;
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    /** A body whose bytes come from this connection's buffer. */
    private abstract static class Body extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        /** Asked for nothing, it must not wait for something: {@code readNBytes} asks so at its end. */
        @Override
        public final int read(byte[] to, int offset, int length) throws IOException {
            return length == 0 ? 0 : some(to, offset, length);
        }

        abstract int some(byte[] to, int offset, int length) throws IOException;
    }

    private final class Fixed extends Body {
        private long left;

        Fixed(long left) {
            this.left = left;
        }

        @Override
        int some(byte[] to, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            need();
            int n = take(to, offset, (int) Math.min(length, left));
            left -= n;
            return n;
        }
    }

    private final class Chunked extends Body {
        private long left;
        private boolean started;
        private boolean ended;

        @Override
        int some(byte[] to, int offset, int length) throws IOException {
            if (left == 0 && !ended) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            need();
            int n = take(to, offset, (int) Math.min(length, left));
            left -= n;
            return n;
        }

        private void nextChunk() throws IOException {
            if (started) {
                readLine();
            }
            started = true;
            String size = readLine();
            int extension = size.indexOf(';');
            String digits = (extension < 0 ? size : size.substring(0, extension)).trim();
            if (!digits.matches("[0-9a-fA-F]{1,15}")) {
                throw new IOException("a chunk of the answer has no size: \"" + shortened(size) + "\"");
            }
            left = Long.parseLong(digits, 16);
            if (left == 0) {
                ended = true;
                while (!readLine().isEmpty()) {
                    // trailers are of no interest
                }
            }
        }
    }

    private final class UntilClose extends Body {
        @Override
        int some(byte[] to, int offset, int length) throws IOException {
            return fill() ? take(to, offset, length) : -1;
        }
    }
}
