/// How long to wait before a process that died is started again: a little longer each time, and from the beginning once
/// it has lived for a while.
struct RestartPace: Sendable {
    private var next = LocalPlatformLimits.restartDelays.lowerBound

    /// The pause after a life of this length.
    mutating func delay(afterLife life: Duration) -> Duration {
        if life >= LocalPlatformLimits.restartForgivenAfter { next = LocalPlatformLimits.restartDelays.lowerBound }
        defer { next = min(next * 2, LocalPlatformLimits.restartDelays.upperBound) }
        return next
    }
}
