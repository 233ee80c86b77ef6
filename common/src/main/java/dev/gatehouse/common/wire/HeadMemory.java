package dev.gatehouse.common.wire;

/** Counts what is kept of heads that are not complete yet. */
public interface HeadMemory {
    /** Counts nothing. */
    HeadMemory UNCOUNTED = new HeadMemory() {
        @Override
        public void hold(int bytes) {
            // They are not counted.
        }

        @Override
        public void release(int bytes) {
            // They are not counted.
        }
    };

    /** Counts bytes that are kept. Throws an unchecked exception if they may not be. */
    void hold(int bytes);

    /** Bytes that were counted are not kept any more. */
    void release(int bytes);
}
