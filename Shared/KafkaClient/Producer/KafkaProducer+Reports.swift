import CRDKafka
import EventLoop
import Observability

extension KafkaProducer {
    /// Gives librdkafka what waits, in order, until it has no room.
    func submitWaiting() {
        guard let generation, generation.phase == .live, generation.isIntroduced else { return }
        while let delivery = waiting.first {
            while delivery.next < delivery.records.count {
                let index = delivery.next
                if !delivery.isResolved(index) {
                    let opaque = UInt64(delivery.number) << 32 | UInt64(index)
                    let code = generation.produce(delivery.records[index], opaque: opaque)
                    if code == RD_KAFKA_RESP_ERR__QUEUE_FULL {
                        counters.fullQueues += 1
                        return
                    }
                    counters.waiting -= 1
                    if code == RD_KAFKA_RESP_ERR_NO_ERROR {
                        began(delivery.records[index], in: generation)
                    } else {
                        resolve(delivery, index, .notPersisted(KafkaFault(code)))
                    }
                }
                delivery.next += 1
            }
            waiting.removeFirst()
            progressed(delivery)
        }
    }

    private func began(_ record: borrowing ProducerRecord, in generation: ProducerGeneration) {
        generation.inFlight += 1
        counters.submitted += 1
        counters.inFlight += 1
        counters.inFlightBytes += record.byteCount
    }

    /// Takes what librdkafka has to say, until the generation ends.
    func pump(_ generation: ProducerGeneration) async {
        var budget = KafkaClientLimits.eventsPerTurn
        while await generation.wake.written() {
            while let event = generation.poll() {
                take(event, from: generation)
                budget -= 1
                guard budget == 0 else { continue }
                budget = KafkaClientLimits.eventsPerTurn
                submitWaiting()
                await Task.yield()
            }
            submitWaiting()
        }
    }

    private func take(_ event: borrowing KafkaEvent, from generation: ProducerGeneration) {
        switch event.type {
        case RD_KAFKA_EVENT_DR:
            while let message = rd_kafka_event_message_next(event.pointer) { takeReport(message, generation) }
            changed.notify()
        case RD_KAFKA_EVENT_ERROR:
            takeError(event, from: generation)
        case RD_KAFKA_EVENT_LOG:
            log(of: generation).write(event)
        default: break
        }
    }

    private func takeReport(_ message: UnsafePointer<rd_kafka_message_t>, _ generation: ProducerGeneration) {
        generation.inFlight -= 1
        counters.inFlight -= 1
        let opaque = crdkafka_opaque(message)
        let index = Int(UInt32(truncatingIfNeeded: opaque))
        guard let delivery = deliveries[UInt32(truncatingIfNeeded: opaque >> 32)] else { return }
        counters.inFlightBytes -= delivery.records[index].byteCount
        resolve(delivery, index, Self.outcome(of: message))
        progressed(delivery)
    }

    private static func outcome(of message: UnsafePointer<rd_kafka_message_t>) -> DeliveryOutcome {
        let code = message.pointee.err
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else {
            return .delivered(partition: message.pointee.partition, offset: message.pointee.offset)
        }
        guard rd_kafka_message_status(message) == RD_KAFKA_MSG_STATUS_NOT_PERSISTED else {
            return .possiblyPersisted(KafkaFault(code))
        }
        return code == RD_KAFKA_RESP_ERR__PURGE_QUEUE ? .purged : .notPersisted(KafkaFault(code))
    }

    private func takeError(_ event: borrowing KafkaEvent, from generation: ProducerGeneration) {
        guard let fault = event.fault else { return }
        counters.errors += 1
        if !fault.isSummary || lastFault == nil { lastFault = fault }
        if fault.isFatal {
            logger.error("kafka producer failed", fault) { line in
                line.add(.component, settings.connection.clientID)
                line.add(.reason, event.reason(generation.handle.mask))
            }
            end(.fatal)
        } else {
            logger.log(.warning, "kafka producer error") { line in
                line.add(error: fault)
                line.add(.reason, event.reason(generation.handle.mask))
            }
        }
    }

    /// Notes a record's outcome, unless it has one.
    func resolve(_ delivery: Delivery, _ index: Int, _ outcome: DeliveryOutcome) {
        guard delivery.resolve(index, outcome) else { return }
        switch outcome {
        case .delivered:
            counters.delivered += 1
            lastFault = nil
        case .notPersisted(let fault) where fault.code == 0: counters.refused += 1
        case .notPersisted(let fault):
            counters.notPersisted += 1
            lastFault = fault
        case .possiblyPersisted(let fault):
            counters.possiblyPersisted += 1
            lastFault = fault
        case .purged: counters.purged += 1
        }
    }

    func log(of generation: ProducerGeneration) -> LibraryLog {
        LibraryLog(logger, generation.handle.mask, client: settings.connection.clientID)
    }
}
