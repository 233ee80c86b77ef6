package dev.gatehouse.common.amqp;

import java.util.Optional;

/**
 * Where the life of a {@link ConnectionLink} stands. The transitions are pure; {@link LinkLife} applies them one at a time. An event that
 * does not belong to a state changes nothing. While the link's thread works (connects, opens, looks), no event but the result of that work
 * gives it anything else to do: what happens meanwhile is remembered until then.
 *
 * @param blocked the broker takes no messages over the connection
 * @param wanted a part came to be wanted while the thread worked
 * @param partLost a part was lost while the thread worked
 * @param round how many pauses there have been since all was well for long
 */
record LinkState(Phase phase, boolean blocked, boolean wanted, boolean partLost, int round) {
    static final LinkState INITIAL = new LinkState(Phase.IDLE, false, false, false, 0);

    /** Where the waits have long stopped growing. */
    private static final int MAX_ROUND = 30;

    enum Phase {
        IDLE,
        /** There is no connection, and a pause before the next try. */
        APART,
        CONNECTING,
        /** There is a connection, and parts are being opened on it. */
        OPENING,
        /** There is a connection with parts missing, and a pause before the next try. */
        INCOMPLETE,
        /** There is a connection with all parts on it. */
        READY,
        /** The same, while it is looked whether that is true. */
        LOOKING,
        /** The connection was lost while the thread worked on it. */
        LOST,
        CLOSED;

        boolean isConnected() {
            return this == OPENING || this == INCOMPLETE || this == READY || this == LOOKING;
        }
    }

    /** Whether messages can go out and come in. */
    boolean isReady() {
        return !blocked && !partLost && (phase == Phase.READY || phase == Phase.LOOKING);
    }

    LinkStep on(LinkEvent event) {
        return switch (event) {
            case START -> phase == Phase.IDLE ? work(Phase.CONNECTING, LinkAction.Work.CONNECT) : stay();
            case CONNECTED -> connected();
            case CONNECT_FAILED -> phase == Phase.CONNECTING ? pause(Phase.APART) : stay();
            case CONNECTION_LOST -> connectionLost();
            case PARTS_OPEN -> worked(Phase.OPENING, watch(round));
            case PARTS_MISSING -> worked(Phase.OPENING, pause(Phase.INCOMPLETE));
            case PART_LOST -> partGone();
            case PART_WANTED -> partDue();
            case PAUSE_OVER -> pauseOver();
            case LOOK_DUE -> phase == Phase.READY ? work(Phase.LOOKING, LinkAction.Work.LOOK) : stay();
            case LOOKED -> worked(Phase.LOOKING, watch(0));
            case BLOCKED -> to(new LinkState(phase, phase.isConnected(), wanted, partLost, round));
            case UNBLOCKED -> to(new LinkState(phase, false, wanted, partLost, round));
            case CLOSE -> to(at(Phase.CLOSED, round));
        };
    }

    private LinkStep connected() {
        if (phase == Phase.CONNECTING) {
            return work(Phase.OPENING, LinkAction.Work.OPEN);
        }
        return phase == Phase.CLOSED ? work(Phase.CLOSED, LinkAction.Work.DISCARD) : stay();
    }

    private LinkStep connectionLost() {
        if (isAtWork()) {
            return to(at(Phase.LOST, round));
        }
        return phase.isConnected() ? pause(Phase.APART) : stay();
    }

    private LinkStep partGone() {
        if (isAtWork()) {
            return to(new LinkState(phase, blocked, wanted, true, round));
        }
        return phase == Phase.READY ? pause(Phase.INCOMPLETE) : stay();
    }

    private LinkStep partDue() {
        if (isAtWork()) {
            return to(new LinkState(phase, blocked, true, partLost, round));
        }
        return phase.isConnected() ? work(Phase.OPENING, LinkAction.Work.OPEN) : stay();
    }

    private LinkStep pauseOver() {
        LinkState later = at(phase, Math.min(MAX_ROUND, round + 1));
        if (phase == Phase.APART) {
            return later.work(Phase.CONNECTING, LinkAction.Work.CONNECT);
        }
        return phase == Phase.INCOMPLETE ? later.work(Phase.OPENING, LinkAction.Work.OPEN) : stay();
    }

    /** Whether the thread works on a connection, so that what happens to it has to wait. */
    private boolean isAtWork() {
        return phase == Phase.OPENING || phase == Phase.LOOKING;
    }

    /** The end of some work, and what it leads to where nothing has happened meanwhile. */
    private LinkStep worked(Phase during, LinkStep otherwise) {
        if (phase == Phase.LOST) {
            return pause(Phase.APART);
        }
        if (phase != during) {
            return stay();
        }
        if (wanted) {
            return work(Phase.OPENING, LinkAction.Work.OPEN);
        }
        return partLost ? pause(Phase.INCOMPLETE) : otherwise;
    }

    private LinkStep watch(int nextRound) {
        return new LinkStep(at(Phase.READY, nextRound), Optional.of(new LinkAction.Watch()));
    }

    private LinkStep pause(Phase meanwhile) {
        return new LinkStep(at(meanwhile, round), Optional.of(new LinkAction.Pause(round)));
    }

    private LinkStep work(Phase meanwhile, LinkAction.Work work) {
        return new LinkStep(at(meanwhile, round), Optional.of(work));
    }

    private LinkState at(Phase next, int nextRound) {
        return new LinkState(next, blocked && next.isConnected(), false, false, nextRound);
    }

    private static LinkStep to(LinkState next) {
        return new LinkStep(next, Optional.empty());
    }

    private LinkStep stay() {
        return to(this);
    }
}
