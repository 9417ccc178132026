/// How long to wait before a process that died is started again: a little longer each time, and from the beginning once
/// it has lived for a while.
struct RestartPace: Sendable {
    private let delays: ClosedRange<Duration>
    private var next: Duration

    init(_ delays: ClosedRange<Duration> = LocalPlatformLimits.restartDelays) {
        self.delays = delays
        next = delays.lowerBound
    }

    /// The pause after a life of this length.
    mutating func delay(afterLife life: Duration) -> Duration {
        if life >= LocalPlatformLimits.restartForgivenAfter { next = delays.lowerBound }
        defer { next = min(next * 2, delays.upperBound) }
        return next
    }
}
