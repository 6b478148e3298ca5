package dev.skiff.artifact;

import java.util.Locale;

/**
 * What an artifact may be at most.
 *
 * @param bytes of all its files together, unpacked
 * @param entries files, directories and links
 * @param suspicious from so many unpacked bytes on, an archive that is {@link #MAX_RATIO} times smaller is taken for a bomb
 */
public record Limits(long bytes, long entries, long suspicious) {

    /** Text shrinks some 20 times, a file of zeros 1000 times. */
    static final long MAX_RATIO = 300;

    public static final Limits USUAL = new Limits(64L << 30, 1_000_000, 1L << 30);

    /** Counts while an artifact is read. */
    final class Meter {
        private final String what;
        private final long packed;
        private long read;
        private long counted;

        private Meter(String what, long packed) {
            this.what = what;
            this.packed = packed;
        }

        void entry() throws TooLargeException {
            if (++counted > entries) {
                throw new TooLargeException(what + " has more than " + entries + " files and directories");
            }
        }

        void bytes(long more) throws TooLargeException {
            read += more;
            if (read > bytes) {
                throw new TooLargeException(
                        what + " is larger than " + size(bytes) + ", which is the most that Skiff handles");
            }
            if (packed > 0 && read > suspicious && read / packed > MAX_RATIO) {
                throw new TooLargeException("%s looks like an archive bomb: %s unpack to more than %s"
                        .formatted(what, size(packed), size(read)));
            }
        }
    }

    /**
     * @param what names the artifact, for messages
     * @param packed size of the archive; 0 when it is none
     */
    Meter meter(String what, long packed) {
        return new Meter(what, packed);
    }

    /** {@code 3.0 MiB}. */
    static String size(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " bytes";
        }
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }
}
