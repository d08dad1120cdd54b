import CoreMetrics
import Observability
import Testing

@Suite(.timeLimit(.minutes(10)))
struct PrometheusRegistryTests {
    let registry = PrometheusRegistry(durations: [0.01, 1], sizes: [1, 10])

    @Test func `a metric made twice under the same labels is one`() {
        registry.makeCounter(label: "http.server-requests", dimensions: [("b", "2"), ("a", "1")]).increment(by: 1)
        registry.makeCounter(label: "http.server-requests", dimensions: [("a", "1"), ("b", "2")]).increment(by: 2)
        registry.makeCounter(label: "http.server-requests", dimensions: []).increment(by: 5)
        #expect(
            registry.text == """
                # TYPE http_server_requests_total counter
                http_server_requests_total 5
                http_server_requests_total{a="1",b="2"} 3

                """)
    }

    @Test func `what a metric counts stands before it`() {
        let registry = PrometheusRegistry(help: ["a_total": "How many.", "b": "Not there."])
        registry.makeCounter(label: "a", dimensions: []).increment(by: 1)
        #expect(registry.text == "# HELP a_total How many.\n# TYPE a_total counter\na_total 1\n")
    }

    @Test func `a timer is a histogram in seconds`() {
        let timer = registry.makeTimer(label: "commit", dimensions: [("table", "event")])
        for nanoseconds: Int64 in [10_000_000, 500_000_000, 3_000_000_000] { timer.recordNanoseconds(nanoseconds) }
        #expect(
            registry.text == """
                # TYPE commit_seconds histogram
                commit_seconds_bucket{table="event",le="0.01"} 1
                commit_seconds_bucket{table="event",le="1.0"} 2
                commit_seconds_bucket{table="event",le="+Inf"} 3
                commit_seconds_sum{table="event"} 3.51
                commit_seconds_count{table="event"} 3

                """)
    }

    @Test func `gauges and recorders are written as what they are`() {
        let meter = registry.makeMeter(label: "a_gauge", dimensions: [])
        meter.set(5.0)
        meter.increment(by: 2.5)
        meter.decrement(by: 1)
        registry.makeRecorder(label: "b_last", dimensions: [], aggregate: false).record(Int64(7))
        registry.makeRecorder(label: "c_batch", dimensions: [], aggregate: true).record(Int64(10))
        #expect(
            registry.text == """
                # TYPE a_gauge gauge
                a_gauge 6.5
                # TYPE b_last gauge
                b_last 7.0
                # TYPE c_batch histogram
                c_batch_bucket{le="1.0"} 0
                c_batch_bucket{le="10.0"} 1
                c_batch_bucket{le="+Inf"} 1
                c_batch_sum 10.0
                c_batch_count 1

                """)
    }

    @Test func `names and label values are spelled as Prometheus asks`() {
        registry.makeCounter(label: "9é lives_total", dimensions: [("1 é:", "a\"b\\c\nd")]).increment(by: 1)
        #expect(registry.text.contains(#"_9__lives_total{_1___="a\"b\\c\nd"} 1"#))
    }

    @Test func `a name is of one kind, and a destroyed metric is written no more`() {
        let counter = registry.makeCounter(label: "x_total", dimensions: [])
        registry.makeMeter(label: "x_total", dimensions: []).set(9.0)
        #expect(registry.text == "# TYPE x_total counter\nx_total 0\n")
        registry.destroyCounter(counter)
        #expect(registry.text == "")
    }

    @Test func `many tasks count at once`() async {
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { [registry] in
                    for _ in 0..<1000 { registry.makeCounter(label: "n", dimensions: [("k", "v")]).increment(by: 1) }
                }
            }
        }
        #expect(registry.text.contains("n_total{k=\"v\"} 8000\n"))
    }
}
