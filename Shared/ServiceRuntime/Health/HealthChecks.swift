/// Looks at components again and again. Each check has its own task, so that one that hangs goes stale alone; a check
/// brings its own deadline.
public struct HealthChecks: Service {
    /// One component and how to look at it.
    public struct Check: Sendable {
        let interval: Duration
        let look: @Sendable () async -> Void

        /// Uses a dependency and reports how that went.
        public static func use(
            _ component: HealthComponent, every interval: Duration = .seconds(10),
            _ use: @escaping @Sendable () async throws -> Void
        ) -> Check {
            Check(interval: interval) { await component.check(use) }
        }

        /// Asks for a finding; nil leaves the last one to age.
        public static func ask(
            _ component: HealthComponent, every interval: Duration = .seconds(10),
            _ finding: @escaping @Sendable () async -> ComponentHealth?
        ) -> Check {
            Check(interval: interval) {
                if let health = await finding() { component.report(health) }
            }
        }
    }

    public let name = "health-checks"
    private let checks: [Check]
    private let clock: any Clock<Duration>

    public init(_ checks: [Check], clock: any Clock<Duration> = ContinuousClock()) {
        self.checks = checks
        self.clock = clock
    }

    public func run(_ lifecycle: ServiceLifecycle) async {
        lifecycle.started()
        await lifecycle.untilStopped {
            await withDiscardingTaskGroup { group in
                for check in checks {
                    group.addTask {
                        repeat {
                            await check.look()
                            // The sleep throws only when the service stops, and the loop's condition sees that.
                        } while (try? await clock.sleep(for: check.interval)) != nil
                    }
                }
            }
        }
    }
}
