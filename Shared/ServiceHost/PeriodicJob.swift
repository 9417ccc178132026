import EventLoop
import Observability
public import Postgres
import ServiceRuntime

/// Something a service does again and again: a sweep, an expiry. It must be harmless when several replicas do it at
/// once, and when it is cut short at any await.
public struct PeriodicJob: Sendable {
    /// What a job works with: the database as either role, on the loop it runs on.
    public struct Databases: Sendable {
        /// To change an organisation's rows.
        public let app: Database
        /// To find what is due in any of them.
        public let system: Database
    }

    let name: StaticString
    let interval: Duration
    let run: @Sendable (Databases) async throws -> Void

    /// - Parameters:
    ///   - name: names it in logs and metrics.
    ///   - interval: the pause between the end of one run and the beginning of the next.
    ///   - run: what it does.
    public init(
        _ name: StaticString, every interval: Duration, _ run: @escaping @Sendable (Databases) async throws -> Void
    ) {
        (self.name, self.interval, self.run) = (name, interval, run)
    }
}

/// Runs the jobs of a service beside each other, each for itself. A run that fails is told and tried again after the
/// usual pause.
struct JobRunner: Service {
    let name = "jobs"
    let jobs: [PeriodicJob]
    let databases: PeriodicJob.Databases
    let logger: Logger
    let runs: MetricFamily<Counter>

    init(_ jobs: [PeriodicJob], _ databases: PeriodicJob.Databases, logger: Logger, metrics: MetricsRegistry) {
        (self.jobs, self.databases, self.logger) = (jobs, databases, logger)
        runs = metrics.counters(
            "job_runs_total", "Runs of periodic jobs, by how they ended.",
            [.open("job"), .declared("outcome", ["done", "failed"])])
    }

    func run(_ lifecycle: ServiceLifecycle) async {
        let loop = databases.app.loop
        lifecycle.started()
        await lifecycle.untilStopped {
            await withDiscardingTaskGroup { group in
                for job in jobs { group.addTask(executorPreference: loop) { await repeated(job, on: loop) } }
            }
        }
    }

    private func repeated(_ job: PeriodicJob, on loop: Loop) async {
        while !Task.isCancelled {
            do {
                try await job.run(databases)
                runs.with("\(job.name)", "done").add()
            } catch  where !Task.isCancelled {
                runs.with("\(job.name)", "failed").add()
                logger.log(.warning, "periodic job failed") { line in
                    line.add(.component, "\(job.name)")
                    line.add(error: error)
                }
            } catch {}  // The service stops: the run is cut short, as jobs may be.
            // Throws only when the service stops, and the loop's condition sees that.
            try? await loop.sleep(for: job.interval)
        }
    }
}
