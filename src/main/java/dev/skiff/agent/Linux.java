package dev.skiff.agent;

import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.type.CIntPointer;
import org.graalvm.nativeimage.c.type.WordPointer;

/**
 * What plain Java cannot ask of the system, asked of the C library. Only the native executable can; on a JVM, where no more than tests run,
 * signals become SIGTERM and orphans are nobody's.
 */
final class Linux {
    private static final boolean NATIVE = "runtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"));

    /** Words of a {@code siginfo_t} that are looked at, and more than its 128 bytes. */
    private static final int SIGINFO = 32;

    /** Where {@code si_pid} is in it, in ints, on 64-bit Linux. */
    private static final int PID = 4;

    private static final int P_ALL = 0;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x01000000;

    private Linux() {}

    static boolean isNative() {
        return NATIVE;
    }

    /** Sends a signal by its number. */
    static void signal(Process process, int number) {
        if (NATIVE) {
            kill((int) process.pid(), number);
        } else {
            process.destroy();
        }
    }

    /**
     * Forgets children that have ended and are not ours: in a container, orphans become children of its first process.
     *
     * @param own whom somebody else waits for
     */
    static void reapOrphans(long own) {
        if (!NATIVE) {
            return;
        }
        CIntPointer info = StackValue.get(SIGINFO, CIntPointer.class);
        while (true) {
            info.write(PID, 0);
            int status = waitid(P_ALL, 0, info, WEXITED | WNOHANG | WNOWAIT);
            int pid = info.read(PID);
            if (status != 0 || pid <= 0 || pid == own) {
                return;
            }
            waitpid(pid, StackValue.get(WordPointer.class), WNOHANG);
        }
    }

    @CFunction("kill")
    private static native int kill(int pid, int signal);

    @CFunction("waitid")
    private static native int waitid(int type, int id, CIntPointer info, int options);

    @CFunction("waitpid")
    private static native int waitpid(int pid, WordPointer status, int options);
}
