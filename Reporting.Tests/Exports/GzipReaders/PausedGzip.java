import java.io.*;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** java PausedGzip.java CUTS < file.gz: reads the file as from a connection that pauses at each of CUTS, with nothing available there; prints the SHA-256. */
public class PausedGzip {
    public static void main(String[] arguments) throws Exception {
        byte[] file = System.in.readAllBytes();
        String[] cuts = (arguments[0] + "," + file.length).split(",");
        InputStream paused = new InputStream() {
            int at;
            int piece;

            @Override public int available() {
                return piece < cuts.length ? Integer.parseInt(cuts[piece]) - at : 0;
            }

            @Override public int read(byte[] buffer, int offset, int count) {
                if (piece < cuts.length && available() == 0) piece++;
                if (piece == cuts.length) return -1;
                int taken = Math.min(count, available());
                System.arraycopy(file, at, buffer, offset, taken);
                at += taken;
                return taken;
            }

            @Override public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }
        };
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        try (GZIPInputStream plain = new GZIPInputStream(paused)) {
            byte[] buffer = new byte[8192];
            for (int read; (read = plain.read(buffer)) > 0; ) hash.update(buffer, 0, read);
        }
        System.out.println(HexFormat.of().formatHex(hash.digest()));
    }
}
