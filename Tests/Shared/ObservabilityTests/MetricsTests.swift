import Identifiers
import Observability
import Testing

struct MetricsTests {
    private func exposition(of registry: MetricsRegistry) -> String {
        var bytes: [UInt8] = []
        registry.expose(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("families are exposed by name, series by label values, text escaped")
    func golden() {
        let registry = MetricsRegistry()
        let topics = registry.counters(
            "events_total", "Events with a \\ and a\nnew line.",
            [.open("topic"), .declared("outcome", ["ok", "failed"])])
        topics.with("b.two", "ok").add(2)
        topics.with("a\"one\\\n", "failed").add()
        topics.with("b.two", "surprise").add(7)
        registry.gauge("connections", "Open connections.").set(-3)
        let sizes = registry.histogram("body_bytes", "Sizes.", .counts([10, 100]))
        for size: UInt64 in [1, 10, 11, 1000] { sizes.record(steps: size) }
        #expect(
            exposition(of: registry) == #"""
                # HELP body_bytes Sizes.
                # TYPE body_bytes histogram
                body_bytes_bucket{le="10"} 2
                body_bytes_bucket{le="100"} 3
                body_bytes_bucket{le="+Inf"} 4
                body_bytes_sum 1022
                body_bytes_count 4
                # HELP connections Open connections.
                # TYPE connections gauge
                connections -3
                # HELP events_total Events with a \\ and a\nnew line.
                # TYPE events_total counter
                events_total{topic="a\"one\\\n",outcome="failed"} 1
                events_total{topic="b.two",outcome="ok"} 2
                events_total{topic="b.two",outcome="other"} 7

                """#)
    }

    @Test("a duration is exposed in seconds; a bound belongs to its bucket; nothing negative gets in")
    func seconds() {
        let registry = MetricsRegistry()
        let times = registry.histogram("wait_seconds", "Waits.", .seconds([.milliseconds(5), .seconds(1)]))
        times.record(.milliseconds(5))
        times.record(.milliseconds(6))
        times.record(.seconds(2))
        times.record(.seconds(-1))
        let text = exposition(of: registry)
        #expect(text.contains("wait_seconds_bucket{le=\"0.005\"} 2\n"))
        #expect(text.contains("wait_seconds_bucket{le=\"1\"} 3\n"))
        #expect(text.contains("wait_seconds_bucket{le=\"+Inf\"} 4\n"))
        #expect(text.contains("wait_seconds_sum 2.011\n"))
    }

    /// A process resolves the handles of every route and status at its start: seven hundred kilobytes of zeros, once.
    @Test("what is told apart by labels appears with its first event; what has no labels, and every gauge, at once")
    func untouched() {
        let registry = MetricsRegistry()
        let counters = registry.counters("things_total", "Things.", [.open("kind")])
        let histograms = registry.histograms("sizes", "Sizes.", .counts([10]), [.open("kind")])
        let (counter, histogram) = (counters.with("a"), histograms.with("a"))
        _ = (counters.with("b"), histograms.with("b"))
        _ = registry.gauges("levels", "Levels.", [.open("kind")]).with("a")
        _ = registry.counter("plain_total", "Plain.")
        _ = registry.histogram("plain", "Plain.", .counts([10]))
        let fresh = exposition(of: registry)
        #expect(
            fresh.contains("# TYPE things_total counter\n# HELP") || fresh.hasSuffix("# TYPE things_total counter\n"))
        #expect(fresh.contains("# TYPE sizes histogram\n# HELP"))
        #expect(fresh.contains("levels{kind=\"a\"} 0\n"))
        #expect(fresh.contains("plain_total 0\n"))
        #expect(fresh.contains("plain_count 0\n"))
        counter.add()
        histogram.record(steps: 0)
        let later = exposition(of: registry)
        #expect(later.contains("things_total{kind=\"a\"} 1\n"))
        #expect(later.contains("sizes_bucket{kind=\"a\",le=\"10\"} 1\n"))
        #expect(later.contains("sizes_sum{kind=\"a\"} 0\n"))
        #expect(!later.contains("kind=\"b\""))
    }

    @Test("figures that somebody else keeps are exposed with their labels, as they are at that moment")
    func observedSeries() {
        let registry = MetricsRegistry()
        let source = registry.gauge("source", "Source.")
        registry.observed("seen", "Seen.", by: ["upstream", "state"]) {
            [(["a", "up"], Double(source.value)), (["b\"", "down"], 0.5)]
        }
        source.set(3)
        #expect(
            exposition(of: registry).hasPrefix(
                """
                # HELP seen Seen.
                # TYPE seen gauge
                seen{upstream="a",state="up"} 3
                seen{upstream="b\\"",state="down"} 0.5

                """))
    }

    @Test("a family keeps its limit of series; one more is counted as other")
    func seriesLimit() {
        let registry = MetricsRegistry()
        let family = registry.counters("things_total", "Things.", [.open("kind")])
        for index in 0..<ObservabilityLimits.metricSeries { family.with("kind\(index)").add() }
        #expect(exposition(of: registry).contains("other") == false)
        family.with("one more").add()
        family.with("and another").add()
        family.with("kind7").add()
        let text = exposition(of: registry)
        #expect(text.contains("things_total{kind=\"other\"} 2\n"))
        #expect(text.contains("things_total{kind=\"kind7\"} 2\n"))
    }

    @Test("a label value at the limit is kept, one past it is other")
    func labelLimit() {
        let registry = MetricsRegistry()
        let family = registry.counters("things_total", "Things.", [.open("kind")])
        let exact = String(repeating: "x", count: ObservabilityLimits.metricLabelBytes)
        family.with(exact).add()
        family.with(exact + "x").add()
        let text = exposition(of: registry)
        #expect(text.contains("things_total{kind=\"\(exact)\"} 1\n"))
        #expect(text.contains("things_total{kind=\"other\"} 1\n"))
    }

    @Test("a histogram may have 24 bounds, with each bucket its own")
    func boundsLimit() {
        let registry = MetricsRegistry()
        let bounds = (1...UInt64(ObservabilityLimits.histogramBounds)).map { $0 * 10 }
        let histogram = registry.histogram("steps", "Steps.", .counts(bounds))
        for bound in bounds { histogram.record(steps: bound) }
        histogram.record(steps: .max)
        let text = exposition(of: registry)
        #expect(text.contains("steps_bucket{le=\"240\"} 24\n"))
        #expect(text.contains("steps_bucket{le=\"+Inf\"} 25\n"))
    }

    @Test("one bound more than 24 stops the program")
    func tooManyBounds() async {
        await #expect(processExitsWith: .failure) {
            _ = HistogramScale.counts((0...UInt64(ObservabilityLimits.histogramBounds)).map { $0 })
        }
    }

    @Test("declaring a name twice stops the program")
    func declaredTwice() async {
        await #expect(processExitsWith: .failure) {
            let registry = MetricsRegistry()
            _ = registry.gauge("twice", "First.")
            _ = registry.gauge("twice", "Second.")
        }
    }

    @Test("additions of many tasks all count")
    func concurrent() async {
        let registry = MetricsRegistry()
        let counter = registry.counter("hits_total", "Hits.")
        let family = registry.counters("labelled_total", "Hits.", [.open("task")])
        let histogram = registry.histogram("values", "Values.", .counts([5000]))
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for index in 0..<10_000 {
                        counter.add()
                        family.with("\(task % 2)").add()
                        histogram.record(steps: UInt64(index))
                    }
                }
            }
        }
        #expect(counter.value == 80_000)
        #expect(family.with("0").value == 40_000)
        #expect(family.with("1").value == 40_000)
        #expect(
            exposition(of: registry).contains("values_bucket{le=\"5000\"} 40008\nvalues_bucket{le=\"+Inf\"} 80000\n"))
    }

    @Test("a route's requests are counted by class of status, a departed client by itself, a nonsense status as other")
    func requests() {
        let registry = MetricsRegistry()
        let metrics = RequestMetrics(in: registry)
        let route = metrics.route("/api/v1/bookings/{id}", method: "GET")
        for status in [200, 204, 404, 499, 503, 0, -100, 600] {
            route.record(status: status, nanoseconds: 3_000_000)
        }
        let text = exposition(of: registry)
        let series = "http_requests_total{route=\"/api/v1/bookings/{id}\",method=\"GET\",status="
        for (status, count) in [("2xx", 2), ("4xx", 1), ("499", 1), ("5xx", 1), ("other", 3)] {
            #expect(text.contains("\(series)\"\(status)\"} \(count)\n"))
        }
        #expect(!text.contains("\"1xx\""))
        #expect(
            text.contains(
                "http_request_duration_seconds_count{route=\"/api/v1/bookings/{id}\",method=\"GET\"} 8\n"))
    }

    @Test("the process's own figures are exposed under their usual names")
    func process() throws {
        let registry = MetricsRegistry()
        ProcessMetrics.declare(in: registry, startedAt: Timestamp(microsecondsSinceEpoch: 1_795_228_195_500_000))
        let text = exposition(of: registry)
        #expect(text.contains("\nprocess_start_time_seconds 1795228195.5\n"))
        for name in [
            "process_resident_memory_bytes", "process_virtual_memory_bytes", "process_cpu_seconds_total",
            "process_open_fds", "process_max_fds", "process_threads",
        ] {
            let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("\(name) ") })
            #expect(try #require(Double(line.dropFirst(name.count + 1))) > 0)
        }
    }
}

struct SpanQueueTests {
    private func span(sampled: Bool) -> SpanRecord {
        var random = fixedRandom()
        return SpanRecord(
            context: TraceContext(startingFrom: &random, sampled: sampled), parent: nil, name: "GET /x", kind: .server,
            start: FixedClock().now)
    }

    @Test("only sampled spans are kept, as many as the limit, and the rest are counted")
    func bounded() {
        let queue = SpanQueue()
        queue.record(span(sampled: false))
        #expect(queue.take(atMost: 10).isEmpty)
        for _ in 0..<ObservabilityLimits.spanQueue { queue.record(span(sampled: true)) }
        #expect(queue.droppedSpans == 0)
        queue.record(span(sampled: true))
        #expect(queue.droppedSpans == 1)
        #expect(queue.take(atMost: 10).count == 10)
        #expect(queue.take(atMost: .max).count == ObservabilityLimits.spanQueue - 10)
    }

    @Test("a span's attributes and their values are bounded")
    func attributes() {
        var span = span(sampled: true)
        let long = String(repeating: "é", count: ObservabilityLimits.spanValueBytes)
        span.set("long", .text(long))
        for index in 1..<ObservabilityLimits.spanAttributes { span.set("index", .integer(Int64(index))) }
        #expect(span.droppedAttributes == 0)
        span.set("one.more", .flag(true))
        #expect(span.droppedAttributes == 1)
        #expect(span.attributes.count == ObservabilityLimits.spanAttributes)
        guard case .text(let kept)? = span.attributes.first?.value else {
            Issue.record("the first attribute is text")
            return
        }
        #expect(kept.utf8.count <= ObservabilityLimits.spanValueBytes)
        span.finish(after: .seconds(1), failure: "timeout")
        #expect(span.failure == "timeout")
    }
}
