-- Asks the paths of a file in turn and prints one line of results for the program that started wrk.
local paths = {}
local turn = 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    paths[#paths + 1] = line
  end
  wrk.headers["Accept"] = "application/sparql-results+json, text/turtle;q=0.9"
end

function request()
  turn = turn % #paths + 1
  return wrk.format("GET", paths[turn])
end

function done(summary, latency)
  -- A refusal is counted among the requests, but answers nothing.
  local answered = summary.requests - summary.errors.status
  local failed = summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect
  print(string.format("RESULT %d %d %f %f %d", answered, summary.duration,
    latency:percentile(50), latency:percentile(99), failed))
end
