package dev.skiff.docker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A Linux program of a few bytes that waits for a signal and does nothing else: it keeps a network open in a container of any image, also
 * of one that has no shell, and nothing has to be pulled for it. A kubelet has a whole image for that, {@code pause}.
 */
final class PauseProgram {

    /** Where it lies in the container. */
    static final String PATH = "/skiff-pause";

    private static final int HEADERS = 64 + 56;
    private static final long ADDRESS = 0x400000;
    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;

    /** {@code mov eax, 34 (pause); syscall; jmp -9}. */
    private static final String X86_64_CODE = "b822000000" + "0f05" + "ebf7";

    /** {@code mov x0…x4, 0; mov x8, 73 (ppoll); svc 0; b -28}. */
    private static final String AARCH64_CODE =
            "000080d2" + "010080d2" + "020080d2" + "030080d2" + "040080d2" + "280980d2" + "010000d4" + "f9ffff17";

    private PauseProgram() {}

    /**
     * The program as a file to be put at {@link #PATH}; empty when there is none for the architecture.
     *
     * @param architecture as the engine says it
     */
    static Optional<Tar.Entry> file(String architecture) {
        return switch (architecture) {
            case "x86_64", "amd64" -> Optional.of(file(X86_64, X86_64_CODE));
            case "aarch64", "arm64" -> Optional.of(file(AARCH64, AARCH64_CODE));
            default -> Optional.empty();
        };
    }

    private static Tar.Entry file(int machine, String code) {
        return Tar.Entry.file(
                PATH.substring(1), 0755, elf(machine, HexFormat.of().parseHex(code)));
    }

    /** One loadable segment: the file as it is, entered after its headers. */
    private static byte[] elf(int machine, byte[] code) {
        int size = HEADERS + code.length;
        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0); // 64 bits, little endian
        elf.putShort((short) 2).putShort((short) machine).putInt(1); // executable
        elf.putLong(ADDRESS + HEADERS).putLong(64).putLong(0).putInt(0); // entry, program headers, no sections
        elf.putShort((short) 64).putShort((short) 56).putShort((short) 1);
        elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        elf.putInt(1).putInt(5); // load, readable and executable
        elf.putLong(0)
                .putLong(ADDRESS)
                .putLong(ADDRESS)
                .putLong(size)
                .putLong(size)
                .putLong(0x1000);
        return elf.put(code).array();
    }
}
