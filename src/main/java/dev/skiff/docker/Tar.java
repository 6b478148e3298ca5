package dev.skiff.docker;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** As much of the tar format as file deliveries and output files need: ustar, with GNU long names. */
final class Tar {

    private static final int BLOCK = 512;

    private Tar() {}

    /**
     * A file or directory to deliver.
     *
     * @param path relative, without a leading slash; a directory ends with one
     * @param mode permission bits
     * @param content empty for a directory
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(String path, int mode, long uid, long gid, byte[] content) {

        static Entry directory(String path, int mode, long gid) {
            return new Entry(path.endsWith("/") ? path : path + "/", mode, 0, gid, new byte[0]);
        }

        static Entry file(String path, int mode, byte[] content) {
            return new Entry(path, mode, 0, 0, content);
        }

        /** The same entry for an archive that is unpacked at the root. */
        Entry below(String directory) {
            String start = directory.equals("/") ? "" : directory.replaceAll("^/+|/+$", "") + "/";
            return new Entry(start + (path.equals("./") ? "" : path), mode, uid, gid, content);
        }

        boolean isDirectory() {
            return path.endsWith("/");
        }

        /** Never the content: it may be a secret. */
        @Override
        public String toString() {
            return "%s %o %d bytes".formatted(path, mode, content.length);
        }
    }

    static byte[] write(List<Entry> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        for (Entry entry : entries) {
            byte[] name = entry.path().getBytes(StandardCharsets.UTF_8);
            if (name.length > 100) {
                byte[] terminated = Arrays.copyOf(name, name.length + 1);
                header(out, "././@LongLink".getBytes(StandardCharsets.UTF_8), 'L', 0, entry, terminated.length);
                padded(out, terminated);
            }
            header(out, name, entry.isDirectory() ? '5' : '0', entry.mode(), entry, entry.content().length);
            padded(out, entry.content());
        }
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    /**
     * What comes first in a tar.
     *
     * @param type {@code 0} for a regular file, {@code 5} for a directory, {@code 2} for a symbolic link
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record First(char type, byte[] content) {}

    /**
     * Reads the first entry, its content up to {@code limit} bytes plus one, and leaves the rest.
     *
     * @throws IOException when it is not a tar or ends too early
     */
    static First readFirst(InputStream in, int limit) throws IOException {
        while (true) {
            byte[] header = in.readNBytes(BLOCK);
            if (header.length < BLOCK) {
                throw new EOFException("the archive ends before its first entry");
            }
            char type = header[156] == 0 ? '0' : (char) header[156];
            long size = size(header);
            if (type == 'x' || type == 'g' || type == 'L' || type == 'K') {
                in.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
                continue;
            }
            byte[] content = in.readNBytes((int) Math.min(size, limit + 1L));
            if (content.length < Math.min(size, limit + 1L)) {
                throw new EOFException("the archive ends in the middle of its first entry");
            }
            return new First(type, content);
        }
    }

    private static long size(byte[] header) throws IOException {
        if ((header[124] & 0x80) != 0) {
            long value = 0;
            for (int i = 128; i < 136; i++) {
                value = value << 8 | header[i] & 0xff;
            }
            return value;
        }
        String digits = new String(header, 124, 12, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        if (!digits.matches("[0-7]{1,12}")) {
            throw new IOException("the archive's first entry has no size");
        }
        return Long.parseLong(digits, 8);
    }

    private static void header(ByteArrayOutputStream out, byte[] name, char type, int mode, Entry entry, int size) {
        byte[] block = new byte[BLOCK];
        System.arraycopy(name, 0, block, 0, Math.min(name.length, 100));
        octal(block, 100, 8, mode);
        octal(block, 108, 8, entry.uid());
        octal(block, 116, 8, entry.gid());
        octal(block, 124, 12, size);
        octal(block, 136, 12, 0);
        block[156] = (byte) type;
        byte[] magic = "ustar  ".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(magic, 0, block, 257, magic.length);
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, 148, 7, sum);
        out.writeBytes(block);
    }

    private static void octal(byte[] block, int at, int length, long value) {
        String digits = Long.toOctalString(value);
        int width = length - 1;
        if (digits.length() > width) { // as GNU tar: binary, with the first bit set
            for (int i = 0; i < length; i++) {
                int shift = 8 * (length - 1 - i);
                block[at + i] = shift > 56 ? 0 : (byte) (value >> shift);
            }
            block[at] |= (byte) 0x80;
            return;
        }
        byte[] text = ("0".repeat(width - digits.length()) + digits).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, block, at, width);
        block[at + width] = 0;
    }

    private static void padded(ByteArrayOutputStream out, byte[] content) {
        out.writeBytes(content);
        out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }
}
