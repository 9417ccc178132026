import EventLoop
import Observability

extension KafkaProducer {
    /// Why a generation ends.
    enum Cause {
        case fatal
        case deadline
        case abandoned
        case closed
    }

    func makeGeneration() throws {
        let made = try ProducerGeneration(counters.generations + 1, settings, topics: topics, on: loop)
        counters.generations += 1
        generation = made
        tasks.add { [self] in await pump(made) }
        tasks.add { [self] in await warm(made) }
    }

    /// Ends the present generation: whatever it was given or waits for it is over.
    func end(_ cause: Cause) {
        dropWaiting()
        guard let generation, generation.phase == .live else { return }
        switch cause {
        case .fatal: counters.fatalErrors += 1
        case .deadline, .abandoned: counters.abandonments += 1
        case .closed: break
        }
        generation.phase = .ending
        generation.purge()
        changed.notify()
        tasks.add { [self] in await replace(generation) }
    }

    /// Resolves what librdkafka was not given yet: it must not go into the next handle, behind what this one loses.
    func dropWaiting() {
        let dropped = waiting
        waiting = []
        for delivery in dropped {
            for index in delivery.next..<delivery.records.count where !delivery.isResolved(index) {
                counters.waiting -= 1
                resolve(delivery, index, .purged)
            }
            delivery.next = delivery.records.count
            progressed(delivery)
        }
    }

    private func replace(_ generation: ProducerGeneration) async {
        let patience = MonotonicTime.now + settings.reportsWaitMax
        _ = await changed.wait(until: patience) { generation.inFlight == 0 }
        loseReports(of: generation)
        // The blocking thread must be through with the handle, which it is within the wait it was given.
        _ = await changed.wait(until: .now + KafkaClientLimits.destroyWait) { !generation.isAsking }
        if await !generation.end(on: loop) {
            counters.stuckHandles += 1
            logger.error("kafka handle is stuck") { $0.add(.component, settings.connection.clientID) }
        }
        self.generation = nil
        changed.notify()
        while !isClosing {
            do {
                return try makeGeneration()
            } catch {
                logger.error("kafka producer cannot be made again", error)
                // Ended early only by the loop's end.
                try? await loop.sleep(for: .seconds(1))
            }
        }
    }

    /// Deliveries that were given to `generation` alone and whose reports never came. Those that wait belong to the
    /// next one.
    private func loseReports(of generation: ProducerGeneration) {
        guard generation.inFlight > 0 else { return }
        counters.inFlight -= generation.inFlight
        generation.inFlight = 0
        for delivery in deliveries.values {
            for index in 0..<delivery.next where !delivery.isResolved(index) {
                counters.inFlightBytes -= delivery.records[index].byteCount
                resolve(delivery, index, .possiblyPersisted(KafkaFault(.purged)))
            }
            progressed(delivery)
        }
    }

    /// Has the cluster tell about every topic, until it has all of them.
    private func warm(_ generation: ProducerGeneration) async {
        while generation.phase == .live {
            var pause = KafkaClientLimits.metadataPause
            generation.isAsking = true
            do {
                let known = try await askForTopics(generation.handle)
                missingTopics = topics.filter { known[$0] != true }
                generation.isWarm = missingTopics.isEmpty
                generation.isIntroduced = true
                pause = KafkaClientLimits.missingTopicPause
            } catch {
                // That there was no answer follows from what a broker's own event says better.
                lastFault = lastFault ?? error as? KafkaFault
            }
            generation.isAsking = false
            changed.notify()
            submitWaiting()
            guard !generation.isWarm, generation.phase == .live else { return }
            _ = await changed.wait(until: .now + pause) { generation.phase != .live }
        }
    }

    /// The topics the cluster knows.
    private func askForTopics(_ handle: KafkaHandle) async throws -> [String: Bool] {
        let topics = try await blocking.run {
            try ClusterMetadata(handle, allTopics: false, within: KafkaClientLimits.metadataWait).topics
        }
        return Dictionary(topics.map { ($0.name, $0.fault == nil) }, uniquingKeysWith: { $1 })
    }
}
