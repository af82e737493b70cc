// Text that both ends of a #v1. link know beforehand: DEFLATE (RFC 1951) copies from it, so that a typical lab
// shrinks to what is its own. Part of the v1 format: it must never change. A better one would be #v2.
// What is most often needed stands last, where references are shortest.

export const linkDictionary =
  'multiclassregressionbinary"data":{"id":"flights-200k","kind":"bundled"},"data":{"kind":"imported","name":"' +
  '"id":"digits""id":"movies""id":"cars""id":"penguins""target":"Species""target":"Miles_per_Gallon""target":"digit"' +
  '"target":"delay""target":"approved""exclude":["Name"]"class""options":{"noise":0.15,"rows":500},' +
  '"data":{"id":"friedman1""loans""stream""blobs""spirals""circles""xor""moons","kind":"generated","options":{},"seed":' +
  '"conv1d""depthwiseConv2d""separableConv2d""avgPool2d""globalAvgPool""globalMaxPool""batchNorm""layerNorm""dropout"' +
  '{"id":"drop","options":{"rate":0.2},"type":"dropout"},{"id":"concat","inputs":["features","codes"],"type":"concat"}' +
  '{"id":"embed","inputs":["codes"],"options":{"dimension":8},"type":"embedding"}"flatten""add""reshape""activation"' +
  '{"id":"c1","options":{"filters":8,"kernelSize":3},"type":"conv2d"},{"id":"p1","type":"maxPool2d"},' +
  '{"id":"c2","options":{"filters":16,"kernelSize":3},"type":"conv2d"},{"id":"p2","type":"maxPool2d"},' +
  '{"id":"flat","type":"flatten"},"leakyRelu""elu""gelu""swish""sigmoid""softmax""tanh""linear""useBias":false' +
  '"step""exponential""cosine""warmupCosine""inverseTime""gamma":0.95,"every":10,"warmup":2,"floor":0,"rate":' +
  '"sgd""gd""minibatch""nesterov""momentum":0.9"rmsprop""adamw""beta1":0.9,"beta2":0.999,"epsilon":1e-7,' +
  '"weightDecay":0.01"optimizer.options.weightDecay""schedule.type""l1""l2""clipNorm""earlyStopping.patience""epochs"' +
  '{"domain":{"kind":"bool"},"path":"layers.h2.enabled"},{"domain":{"kind":"fixed","value":' +
  '{"domain":{"kind":"choice","values":["adam","rmsprop","momentum"]},"path":"optimizer.type"},' +
  '{"domain":{"kind":"choice","values":["relu","tanh","gelu"]},"path":"layers.h1.activation"},' +
  '{"domain":{"high":128,"kind":"int","log":true,"low":8,"step":8},"path":"batchSize","when":{"in":[true],"path":"' +
  '{"domain":{"high":64,"kind":"int","log":true,"low":4},"path":"layers.h1.units"},' +
  '{"domain":{"high":0.5,"kind":"float","low":0,"step":0.1},"path":"layers.drop.rate"},' +
  '{"domain":{"high":0.1,"kind":"float","log":true,"low":0.0001},"path":"optimizer.learningRate"}],' +
  '"expected":{"digest":"","executor":"simd","metric":"accuracy","step":"tune","tolerance":0.02,"trials":"","value":0.9' +
  '"types":{"":"categorical","":"numeric","":"boolean","":"date","":"text","":"id"},"executor":"webgpu""webgl""wasm""cpu"' +
  '"objective":{"direction":"maximize","metric":"auc""f1""r2""mae""rmse"' +
  '"objective":{"direction":"minimize","metric":"loss"},"objective":{"direction":"maximize","metric":"accuracy"},' +
  '"sampler":{"options":{"resolution":5},"type":"grid"},"sampler":{"options":{},"type":"random"},' +
  '"space":[],"trials":12,"width":2},"id":"tune","type":"tune"}],' +
  '"features":{"categorical":"codes","impute":"median","maxCategories":50,"scale":"none"},' +
  '"note":"Watch the The of the and then how each "split":{"test":0,"validation":0.1},' +
  '{"config":{"base":{"batchSize":32,"clipNorm":0,"earlyStopping":{"minDelta":0.0001,"patience":5,"restoreBest":false},' +
  '"epochs":20,"l1":0,"l2":0.0001,"layers":[' +
  '{"data":{"id":"penguins","kind":"bundled"},"executor":"auto",' +
  '"features":{"categorical":"onehot","impute":"mean","maxCategories":50,"scale":"standard"},"format":"tablab",' +
  '"note":"","roles":{"exclude":[],"target":"class","task":"multiclass"},"seed":1,' +
  '"split":{"test":0.2,"validation":0.2},"steps":[{"config":{"batchSize":32,"clipNorm":0,' +
  '"earlyStopping":{"minDelta":0,"patience":0,"restoreBest":true},"epochs":50,"l1":0,"l2":0,"layers":[' +
  '{"id":"h1","options":{"activation":"relu","units":32},"type":"dense"},' +
  '{"id":"h2","options":{"activation":"relu","units":16},"type":"dense"}],"loss":"auto",' +
  '"optimizer":{"learningRate":0.01,"options":{},"type":"adam"},"schedule":{"options":{},"type":"constant"}},' +
  '"id":"train","type":"train"}],"title":"","version":1}';
