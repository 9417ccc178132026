import EventLoop
import Identifiers
import KafkaClient
import Observability
import PlatformProtocol

extension ConsumerRuntime {
    /// Counts an event that is dealt with.
    func count(_ outcome: ConsumerMetrics.Outcome, _ record: ConsumedRecord, of time: Timestamp?, begun: MonotonicTime)
    {
        let topic = record.topic
        metrics.events.with(consumer.name, topic, outcome.rawValue).add()
        metrics.handling.with(consumer.name, topic).record(MonotonicTime.now - begun)
        guard outcome == .done, let time else { return }
        metrics.age.with(consumer.name, topic).record(time.duration(to: clock.now))
    }

    /// Counts an attempt that came to nothing, and tells of it.
    func note(_ verdict: Verdict, _ record: ConsumedRecord, attempt: Int) {
        let (outcome, label): (ConsumerMetrics.Outcome, String?) =
            switch verdict {
            case .stalled(let label): (.stalled, label)
            case .failed(let label, _): (.failed, label)
            case .cancelled: (.cancelled, nil)
            }
        metrics.events.with(consumer.name, record.topic, outcome.rawValue).add()
        guard let label else { return }
        metrics.stalls.with(consumer.name, label).add()
        logger.log(.warning, outcome == .stalled ? "event handling stalled" : "event handling failed") { line in
            line.add(.consumer, consumer.name)
            line.add(.topic, record.topic)
            line.add(.partition, record.partition)
            line.add(.offset, record.offset)
            line.add(.reason, label)
            line.add(.attempt, attempt)
        }
    }

    /// Tells that an event is not handled for the time being, or never.
    func tell(_ what: StaticString, _ record: ConsumedRecord, _ id: UUID128, _ failure: EventFailure) {
        logger.error(what) { line in
            line.add(.consumer, consumer.name)
            line.add(.topic, record.topic)
            line.add(.partition, record.partition)
            line.add(.offset, record.offset)
            line.add(.eventID, id)
            line.add(.reason, failure.label)
            line.add(.attempt, failure.attempts)
        }
    }

    /// Looks at lag and age every now and then, until it is cancelled.
    func measure(_ kafka: KafkaConsumer) async {
        while !Task.isCancelled {
            tell(kafka)
            // Cancelled when the consumer ends: then the loop does too.
            try? await loop.sleep(for: settings.measureInterval)
        }
    }

    private func tell(_ kafka: KafkaConsumer) {
        var lags: [String: Int64] = Dictionary(uniqueKeysWithValues: consumer.topics.map { ($0.name, 0) })
        for lag in kafka.lags { lags[lag.partition.topic, default: 0] += lag.lag ?? 0 }
        for (topic, lag) in lags { metrics.lag.with(consumer.name, topic).set(lag) }
        metrics.waiting.with(consumer.name).set(Int64(schedule.waiting))
        metrics.paused.with(consumer.name).set(Int64(kafka.counters.paused))
        var oldest: Int64?
        let look = { (work: Work) in
            guard let time = work.record.timestampMilliseconds else { return }
            oldest = min(oldest ?? time, time)
        }
        schedule.visit(look)
        for lane in lanes { if let work = lane.current { look(work) } }
        let age = oldest.map { clock.now.millisecondsSinceEpoch.subtractingReportingOverflow($0) }
        metrics.oldestAge.with(consumer.name).set(max(0, age.map { $0.overflow ? 0 : $0.partialValue / 1_000 } ?? 0))
    }
}
