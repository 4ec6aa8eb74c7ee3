/* The same training loop in plain C: the near-limit of the machine.
 *
 *   cc -O3 -march=native -ffast-math rnn.c -lm
 *
 * Float32, one thread; loops that the compiler vectorises, no intrinsics. H, V and T are known at run time.
 * Wxh is [V][H] so that a character's column is contiguous; all other matrices are row-major.
 *
 * It speaks the benchmark's protocol: a line "ready" once its work is prepared, then for every line
 * "N" on standard input it does N units of work and answers with the seconds taken and a check value.
 * Arguments: train|sample TEXT HIDDEN LENGTH. TEXT holds the characters' numbers, one byte each.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int H, V, T;
static float *Wxh, *Whh, *Why, *bh, *by;      /* parameters */
static float *dWxh, *dbh, *dby, *gradient;    /* gradients; of the two other matrices, a row */
static float *mWxh, *mWhh, *mWhy, *mbh, *mby; /* Adagrad's memory */
static float *hs, *ps, *ds;                   /* [T + 1][H], [T][V], [T][H] */
static unsigned char *text;
static long textLength, position, iteration;
static double smoothed;

static float *zeros(size_t n) {
  float *p = aligned_alloc(64, (n * sizeof(float) + 63) / 64 * 64);
  memset(p, 0, n * sizeof(float));
  return p;
}

static double uniform(void) { return (rand() + 0.5) / (RAND_MAX + 1.0); }

static float *weights(size_t n) {
  float *p = zeros(n);
  for (size_t i = 0; i < n; i++)
    p[i] = 0.01f * (float)(sqrt(-2 * log(uniform())) * cos(2 * M_PI * uniform()));
  return p;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

/* out[i] += W[i] · x for every row, eight rows at a time: one row alone would wait for its own sum */
static void addProduct(const float *W, const float *restrict x, float *restrict out, int rows) {
  int i = 0;
  for (; i + 8 <= rows; i += 8) {
    const float *restrict w = W + (size_t)i * H;
    float a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
    for (int j = 0; j < H; j++) {
      a += w[j] * x[j];
      b += w[j + H] * x[j];
      c += w[j + 2 * H] * x[j];
      d += w[j + 3 * H] * x[j];
      e += w[j + 4 * H] * x[j];
      f += w[j + 5 * H] * x[j];
      g += w[j + 6 * H] * x[j];
      h += w[j + 7 * H] * x[j];
    }
    out[i] += a, out[i + 1] += b, out[i + 2] += c, out[i + 3] += d;
    out[i + 4] += e, out[i + 5] += f, out[i + 6] += g, out[i + 7] += h;
  }
  for (; i < rows; i++) {
    const float *restrict w = W + (size_t)i * H;
    float a = 0;
    for (int j = 0; j < H; j++) a += w[j] * x[j];
    out[i] += a;
  }
}

/* out[j] += Σ_i x[i * step] W[i][j], eight rows at a time: out is read and written an eighth as often */
static void addCombination(const float *W, const float *x, int step, float *restrict out, int rows) {
  int i = 0;
  for (; i + 8 <= rows; i += 8) {
    const float *restrict w = W + (size_t)i * H, *y = x + (size_t)i * step;
    float a = y[0], b = y[step], c = y[2 * step], d = y[3 * step];
    float e = y[4 * step], f = y[5 * step], g = y[6 * step], h = y[7 * step];
    for (int j = 0; j < H; j++)
      out[j] += ((a * w[j] + b * w[j + H]) + (c * w[j + 2 * H] + d * w[j + 3 * H])) +
                ((e * w[j + 4 * H] + f * w[j + 5 * H]) + (g * w[j + 6 * H] + h * w[j + 7 * H]));
  }
  for (; i < rows; i++) {
    const float *restrict w = W + (size_t)i * H;
    float a = x[(size_t)i * step];
    for (int j = 0; j < H; j++) out[j] += a * w[j];
  }
}

/* h' = tanh(Wxh x + Whh h + bh) */
static void nextHidden(const float *restrict h, int x, float *restrict out) {
  for (int i = 0; i < H; i++) out[i] = Wxh[(size_t)x * H + i] + bh[i];
  addProduct(Whh, h, out, H);
  for (int i = 0; i < H; i++) out[i] = tanhf(out[i]);
}

/* p = softmax(Why h + by) */
static void output(const float *restrict h, float *restrict p) {
  float top = -INFINITY, sum = 0;
  for (int v = 0; v < V; v++) p[v] = by[v];
  addProduct(Why, h, p, V);
  for (int v = 0; v < V; v++) top = p[v] > top ? p[v] : top;
  for (int v = 0; v < V; v++) p[v] = expf(p[v] - top);
  for (int v = 0; v < V; v++) sum += p[v];
  for (int v = 0; v < V; v++) p[v] /= sum;
}

/* m += g², w −= 0.1 g / √(m + 1e-8), g clipped to ±5; g is zero again afterwards */
static void adagrad(float *restrict w, float *restrict m, float *restrict g, int n) {
  for (int i = 0; i < n; i++) {
    float d = g[i] < -5 ? -5 : g[i] > 5 ? 5 : g[i];
    m[i] += d * d;
    w[i] -= 0.1f * d / sqrtf(m[i] + 1e-8f);
    g[i] = 0;
  }
}

/* W's gradient is Σ_t d[t][i] h[t][j]: each row is summed over time while it is in the cache, then used */
static void update(float *W, float *M, int rows, const float *d, const float *h) {
  for (int i = 0; i < rows; i++) {
    addCombination(h, d + i, rows, gradient, T);
    adagrad(W + (size_t)i * H, M + (size_t)i * H, gradient, H);
  }
}

static double trainOnce(void) {
  if (iteration == 0 || position + T + 1 >= textLength) {
    memset(hs, 0, H * sizeof(float));
    position = 0;
  }
  const unsigned char *inputs = text + position, *targets = inputs + 1;
  double loss = 0;
  for (int t = 0; t < T; t++) {
    float *h = hs + (size_t)t * H, *p = ps + (size_t)t * V;
    nextHidden(h, inputs[t], h + H);
    output(h + H, p);
    loss -= logf(p[targets[t]] + 1e-37f); /* float32 may give it no chance at all */
    p[targets[t]] -= 1;
  }
  memset(ds, 0, (size_t)T * H * sizeof(float));
  for (int t = T - 1; t >= 0; t--) {
    const float *restrict h = hs + (size_t)(t + 1) * H;
    float *restrict d = ds + (size_t)t * H;
    addCombination(Why, ps + (size_t)t * V, 1, d, V);
    for (int j = 0; j < H; j++) d[j] *= 1 - h[j] * h[j];
    if (t > 0) addCombination(Whh, d, 1, d - H, H);
  }
  for (int t = 0; t < T; t++) {
    const float *restrict d = ds + (size_t)t * H;
    float *restrict g = dWxh + (size_t)inputs[t] * H;
    for (int j = 0; j < H; j++) g[j] += d[j];
    for (int j = 0; j < H; j++) dbh[j] += d[j];
    for (int v = 0; v < V; v++) dby[v] += ps[(size_t)t * V + v];
  }
  update(Whh, mWhh, H, ds, hs);
  update(Why, mWhy, V, ps, hs + H);
  for (int t = 0; t < T; t++) { /* a character's second turn finds a gradient of zero */
    size_t row = (size_t)inputs[t] * H;
    adagrad(Wxh + row, mWxh + row, dWxh + row, H);
  }
  adagrad(bh, mbh, dbh, H);
  adagrad(by, mby, dby, V);
  memcpy(hs, hs + (size_t)T * H, H * sizeof(float));
  position += T;
  iteration++;
  return loss;
}

/* One character is drawn and read. */
static int sampleOnce(int x) {
  nextHidden(hs, x, hs + H);
  memcpy(hs, hs + H, H * sizeof(float));
  output(hs, ps);
  double left = uniform();
  for (int v = 0; v < V; v++)
    if ((left -= ps[v]) < 0) return v;
  return V - 1;
}

int main(int argc, char **argv) {
  if (argc != 5) return fprintf(stderr, "usage: rnn train|sample TEXT HIDDEN LENGTH\n"), 2;
  FILE *file = fopen(argv[2], "rb");
  if (!file) return perror(argv[2]), 1;
  fseek(file, 0, SEEK_END);
  textLength = ftell(file);
  rewind(file);
  text = malloc(textLength);
  if (fread(text, 1, textLength, file) != (size_t)textLength) return perror(argv[2]), 1;
  for (long i = 0; i < textLength; i++) V = text[i] >= V ? text[i] + 1 : V;
  H = atoi(argv[3]);
  T = atoi(argv[4]);
  size_t h = H, v = V;
  Wxh = weights(v * h), Whh = weights(h * h), Why = weights(v * h), bh = zeros(h), by = zeros(v);
  dWxh = zeros(v * h), dbh = zeros(h), dby = zeros(v), gradient = zeros(h);
  mWxh = zeros(v * h), mWhh = zeros(h * h), mWhy = zeros(v * h), mbh = zeros(h), mby = zeros(v);
  hs = zeros((T + 1) * h), ps = zeros(T * v), ds = zeros(T * h);
  smoothed = T * log(V);
  printf("ready\n");
  fflush(stdout);
  long n;
  int x = 0;
  while (scanf("%ld", &n) == 1) {
    double start = seconds();
    if (strcmp(argv[1], "train") == 0)
      for (long i = 0; i < n; i++) smoothed = smoothed * 0.999 + trainOnce() * 0.001;
    else
      for (long i = 0; i < n; i++) x = sampleOnce(x);
    printf("%.9f %.6f\n", seconds() - start, smoothed);
    fflush(stdout);
  }
  return 0;
}
