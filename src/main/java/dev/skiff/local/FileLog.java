package dev.skiff.local;

import dev.skiff.port.StoreException;
import dev.skiff.port.StoredLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** One log file. */
record FileLog(String nodeId, String container, Path file) implements StoredLog {

    @Override
    public byte[] read(long offset, int limit) {
        ByteBuffer bytes = ByteBuffer.allocate(limit);
        try (FileChannel channel = FileChannel.open(file)) {
            int n = channel.read(bytes, offset);
            return Arrays.copyOf(bytes.array(), Math.max(n, 0));
        } catch (NoSuchFileException e) {
            // deleted, or to be written anew, meanwhile
            return new byte[0];
        } catch (IOException e) {
            throw new StoreException("cannot read a log: " + PrivateFiles.sentence(e, file), e);
        }
    }
}
