package dev.skiff.kubernetes.client.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One connection, on which one request after the other is answered (RFC 9112). For one thread at a time, which blocks; {@link #abort} is
 * for any.
 */
final class Connection {
    private static final int BUFFER = 16 << 10;
    private static final int LONGEST_LINE = 64 << 10;
    private static final int LONGEST_HEAD = 256 << 10;
    /** Objects have at most 1.5 MiB each, and lists come in pages. */
    private static final int LONGEST_BODY = 512 << 20;

    private static final int SWITCHING = 101;

    private final Socket raw;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private boolean heard;
    private boolean kept = true;

    // of the body that is being read
    private boolean over = true;
    private boolean chunked;
    private boolean begun;
    /** Of the body, or of the chunk; -1 when the end of the connection is the end of the body. */
    private long left;

    /** @param socket speaks TLS over the raw one, or is it */
    Connection(Socket raw, Socket socket) throws IOException {
        this.raw = raw;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Whether anything came in answer to the last request. */
    boolean hasHeard() {
        return heard;
    }

    /** Whether another request may follow, once the body has been read. */
    boolean isReusable() {
        return kept && over && at == end;
    }

    /** @return what the server says first; its body, if any, has to be read before the next request */
    Head send(Exchange exchange) throws IOException {
        heard = false;
        out.write(exchange.bytes());
        out.flush();
        Head head = head();
        while (head.status() < 200 && head.status() != SWITCHING) {
            head = head();
        }
        if (exchange.request().method().equals("HEAD") || !head.mayHaveBody()) {
            over = true;
        }
        return head;
    }

    private Head head() throws IOException {
        String first = line();
        if (!first.startsWith("HTTP/1.") || first.length() < 12) {
            throw new IOException("the server does not answer in HTTP/1.1");
        }
        heard = true;
        int status;
        try {
            status = Integer.parseInt(first, 9, 12, 10);
        } catch (NumberFormatException e) {
            throw new IOException("the server's answer has no status", e);
        }
        kept = first.charAt(7) == '1';
        chunked = false;
        begun = false;
        over = false;
        left = -1;
        StringBuilder lines = new StringBuilder(512);
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.append(line).append('\n');
            if (lines.length() > LONGEST_HEAD) {
                throw new IOException("the headers of the answer are longer than " + LONGEST_HEAD + " bytes");
            }
            framing(line);
        }
        if (chunked) {
            left = 0;
        } else if (left == 0) {
            over = true;
        } else if (left < 0) {
            kept = false;
        }
        return new Head(status, lines.toString());
    }

    private void framing(String line) throws IOException {
        // by their first letter, since most headers are none of these
        switch (line.charAt(0)) {
            case 'C', 'c', 'T', 't' -> {
                if (is(line, "content-length:")) {
                    left = length(line.substring(15).strip());
                } else if (is(line, "transfer-encoding:")) {
                    chunked = Head.says(line.substring(18), "chunked");
                } else if (is(line, "connection:")) {
                    kept &= !Head.says(line.substring(11), "close");
                }
            }
            default -> {}
        }
    }

    private static boolean is(String line, String name) {
        return line.regionMatches(true, 0, name, 0, name.length());
    }

    private static long length(String text) throws IOException {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new IOException("the answer has no Content-Length that is a number", e);
        }
    }

    /** All that is left of the body. */
    byte[] body() throws IOException {
        if (over) {
            return new byte[0];
        }
        if (left > LONGEST_BODY) {
            throw tooLong();
        }
        byte[] all = new byte[left > 0 ? (int) left : BUFFER / 4];
        int size = 0;
        for (; ; ) {
            if (size == all.length) {
                if (isOver()) {
                    break;
                }
                if (size >= LONGEST_BODY) {
                    throw tooLong();
                }
                all = Arrays.copyOf(all, size * 2);
            }
            int more = some(all, size, all.length - size);
            if (more < 0) {
                break;
            }
            size += more;
        }
        return size == all.length ? all : Arrays.copyOf(all, size);
    }

    /** Of a body with a length this is known without another look at the connection. */
    private boolean isOver() {
        if (!chunked && left == 0) {
            over = true;
        }
        return over;
    }

    private static IOException tooLong() {
        return new IOException("the answer is longer than " + LONGEST_BODY + " bytes");
    }

    /** What has come of the body by now; waits for the first byte. Empty when there is no more. */
    byte[] piece() throws IOException {
        byte[] piece = new byte[BUFFER];
        int size = Math.max(0, some(piece, 0, piece.length));
        while (size > 0 && size < piece.length && isAtHand()) {
            int more = some(piece, size, piece.length - size);
            if (more < 0) {
                break;
            }
            size += more;
        }
        return Arrays.copyOf(piece, size);
    }

    /** Whether the next bytes of the body, or its end, are in the buffer. */
    private boolean isAtHand() {
        if (over || at == end) {
            return false;
        }
        if (!chunked || left > 0) {
            return true;
        }
        // the end of this chunk, and the line with the length of the next
        int lines = 0;
        for (int i = at; i < end && lines < 2; i++) {
            lines += buffer[i] == '\n' ? 1 : 0;
        }
        return lines == 2;
    }

    /** @return how many bytes of the body; -1 when there are no more */
    private int some(byte[] to, int from, int most) throws IOException {
        if (!over && chunked && left == 0) {
            nextChunk();
        }
        if (over || isOver()) {
            return -1;
        }
        int wanted = left < 0 ? most : (int) Math.min(most, left);
        int got;
        if (at < end) {
            got = Math.min(wanted, end - at);
            System.arraycopy(buffer, at, to, from, got);
            at += got;
        } else if (wanted >= BUFFER) {
            got = in.read(to, from, wanted);
        } else {
            fill();
            return end == 0 ? ended() : some(to, from, most);
        }
        if (got < 0) {
            return ended();
        }
        left -= left < 0 ? 0 : got;
        return got;
    }

    private int ended() throws IOException {
        if (left >= 0) {
            throw new EOFException("the server has closed the connection in the middle of its answer");
        }
        over = true;
        return -1;
    }

    private void nextChunk() throws IOException {
        if (begun && !line().isEmpty()) {
            throw new IOException("the chunks of the answer do not fit");
        }
        begun = true;
        String size = line();
        int extension = size.indexOf(';');
        try {
            left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("a chunk of the answer has no length", e);
        }
        if (left == 0) {
            int trailers = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                trailers += line.length();
                if (trailers > LONGEST_HEAD) {
                    throw new IOException("the trailers of the answer are too long");
                }
            }
            over = true;
        }
        if (left < 0) {
            throw new IOException("a chunk of the answer has a negative length");
        }
    }

    /** The next line without its end. */
    private String line() throws IOException {
        StringBuilder begin = null;
        for (; ; ) {
            if (at == end) {
                fill();
                if (end == 0) {
                    throw new EOFException("the server has closed the connection");
                }
            }
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            String part = new String(buffer, from, at - from, StandardCharsets.ISO_8859_1);
            if (at < end) {
                at++;
                String whole = begin == null ? part : begin.append(part).toString();
                return whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole;
            }
            begin = (begin == null ? new StringBuilder() : begin).append(part);
            if (begin.length() > LONGEST_LINE) {
                throw new IOException("a line of the answer is longer than " + LONGEST_LINE + " bytes");
            }
        }
    }

    private void fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer, 0, BUFFER));
    }

    /** Ends it in good order. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            abort();
        }
    }

    /** Ends it while another thread may be reading or writing. */
    void abort() {
        try {
            raw.close();
        } catch (IOException e) {
            // it is of no use any more, whatever it says
        }
    }
}
